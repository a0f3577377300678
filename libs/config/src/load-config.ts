import { resolve } from "node:path";
import { ConfigError, type Fault, type Source } from "./faults.ts";
import { formatAddress, subnetOf } from "./network.ts";
import { parseFields } from "./parse-fields.ts";
import { isFolder, workerFilesFaults } from "./project-files.ts";
import { gather, readEnvFile, type Environment, type Gathered } from "./sources.ts";
import { masterSchema, type MasterSettings } from "./variables.ts";
import { shardsWithoutWorker, unknownVariables } from "./warnings.ts";
import {
  lengthFaults,
  nodeAddress,
  portFaults,
  subnetFaults,
  workerEntries,
  workerNames,
  type WorkerEntry,
} from "./workers.ts";

/** The container network. */
export interface NetworkConfig {
  readonly name: string;
  /** As it was given, e.g. `192.168.10`. */
  readonly prefix: string;
  /** The network address, normalised to the mask, e.g. `192.168.10.0`. */
  readonly address: string;
  readonly maskBits: number;
  /** `address/maskBits`, e.g. `192.168.10.0/24`. */
  readonly subnet: string;
  /** The first usable address, e.g. `192.168.10.1`. */
  readonly gateway: string;
}

/** Everything the `CHIMERA_*` variables say to a master, the command line or the Compose generator; all checked. */
export interface ChimeraConfig {
  /** The user's folder, absolute. */
  readonly projectDir: string;
  /** Who starts the workers. */
  readonly runtime: "embedded" | "compose" | "attach";
  readonly network: NetworkConfig;
  /** At least one. */
  readonly workers: readonly WorkerEntry[];
  /** The master's static IPv4 address in the container network: the next after the workers'. */
  readonly masterAddress: string;
  /** Address that binds the workers' mapped ports. */
  readonly workersHost: string;
  /** Port of a worker inside its container. */
  readonly workersPort: number;
  /** How often a call that is safe to repeat is repeated, ≥ 0. */
  readonly maxRetries: number;
  /** Seconds a worker may take to answer, > 0. */
  readonly timeoutSeconds: number;
  /** Whether to fit once every worker is healthy. */
  readonly fitOnStart: boolean;
  /** Whether to end after that fit. */
  readonly once: boolean;
  /** Folder of the logs, absolute. */
  readonly logsDir: string;
  /** Folder of the runs' events, absolute. */
  readonly runsDir: string;
  /** What a master on the host listens on. */
  readonly masterHost: string;
  /** Overrides the port given to `run` or `serve`; `null` when not set. */
  readonly masterPort: number | null;
  /** Port on the host that leads to the master's container. */
  readonly masterMappedPort: number;
  /** Seconds all workers may take to become healthy, > 0. */
  readonly startTimeoutSeconds: number;
  /** Largest request body in megabytes (10⁶ bytes). */
  readonly maxBodyMegabytes: number;
  /** What computes the products of each node. */
  readonly kernels: MasterSettings["CHIMERA_KERNELS"];
  /** Threads of each node, ≥ 1. */
  readonly threads: number;
  /** What is no fault but hardly meant, such as a misspelt variable: a sentence each. */
  readonly warnings: readonly string[];
  /** Which source set each variable. */
  readonly sources: Readonly<Record<string, Source>>;
}

/** Where to read the configuration from. */
export interface LoadConfigOptions {
  /** The user's folder; its `.env` is read if there is one. */
  projectDir: string;
  /** Overrides `.env`. Default: `process.env`. */
  env?: Environment;
  /** What the program itself sets; overrides both. */
  overrides?: Environment;
}

/**
 * Reads and checks the whole configuration. Empty text counts as not set.
 *
 * @throws ConfigError that lists every fault.
 */
export function loadConfig({
  projectDir,
  env = process.env,
  overrides = {},
}: LoadConfigOptions): ChimeraConfig {
  const root = resolve(projectDir);
  const faults: Fault[] = [];
  const envFile = readEnvFile(root, faults);
  const gathered = gather(Object.keys(masterSchema.shape), [
    [".env", envFile],
    ["environment", env],
    ["option", overrides],
  ]);
  const settings = parseFields(masterSchema, gathered, faults);
  faults.push(...unusedUrlsFaults(gathered));
  const names = workerNames(root, settings, faults);
  if (names) faults.push(...faultsAmong(root, settings, names));
  if (faults.length > 0) throw new ConfigError(withSources(faults, gathered.sources));
  const isAttached = settings.CHIMERA_RUNTIME === "attach";
  const warnings = [
    ...unknownVariables([envFile, env, overrides]),
    ...(isAttached ? [] : shardsWithoutWorker(root, names!)),
  ];
  return { ...assemble(root, settings as MasterSettings, names!, gathered.sources), warnings };
}

/** Faults that show only when several variables, or a variable and the files, are seen together. */
function faultsAmong(root: string, settings: Partial<MasterSettings>, names: string[]): Fault[] {
  return [
    ...subnetFaults(settings, names.length),
    ...lengthFaults(settings, names.length),
    ...portFaults(settings, names.length),
    ...filesFaults(root, settings, names),
  ];
}

/** Addresses of running workers that nobody would use are a forgotten setting, not a wish. */
function unusedUrlsFaults({ values, sources }: Gathered): Fault[] {
  const urls = values.get("CHIMERA_WORKERS_URLS");
  if (urls === undefined || sources.has("CHIMERA_RUNTIME")) return [];
  return [
    {
      variable: "CHIMERA_RUNTIME",
      got: "not set, so `embedded`",
      rule: `attach, for CHIMERA_WORKERS_URLS is set (${urls}) and used by it alone`,
      cure: "Set CHIMERA_RUNTIME=attach, or remove CHIMERA_WORKERS_URLS.",
    },
  ];
}

/** The workers of `attach` run elsewhere with their files; all others are started from the files here. */
function filesFaults(root: string, settings: Partial<MasterSettings>, names: string[]): Fault[] {
  if (settings.CHIMERA_RUNTIME === "attach") return [];
  if (isFolder(root)) return names.flatMap((name) => workerFilesFaults(root, name));
  return [
    {
      variable: "CHIMERA_PROJECT",
      got: root,
      rule: "the user's folder, with chimera_workers/ and chimera_train_data/; but there is no such folder",
      cure: "Give the path of the folder that holds master.ts.",
    },
  ];
}

function withSources(faults: readonly Fault[], sources: ReadonlyMap<string, Source>): Fault[] {
  return faults.map((fault) => ({ source: sources.get(fault.variable) ?? "default", ...fault }));
}

function assemble(
  root: string,
  settings: MasterSettings,
  names: string[],
  sources: ReadonlyMap<string, Source>,
): Omit<ChimeraConfig, "warnings"> {
  return {
    projectDir: root,
    runtime: settings.CHIMERA_RUNTIME,
    network: networkOf(settings),
    workers: workerEntries(root, settings, names),
    masterAddress: nodeAddress(settings, names.length),
    workersHost: settings.CHIMERA_WORKERS_HOST,
    workersPort: settings.CHIMERA_WORKERS_PORT,
    maxRetries: settings.CHIMERA_WORKERS_ENDPOINTS_MAX_RETRIES,
    timeoutSeconds: settings.CHIMERA_WORKERS_ENDPOINTS_TIMEOUT,
    fitOnStart: settings.CHIMERA_FIT_ON_START,
    once: settings.CHIMERA_ONCE,
    logsDir: resolve(root, settings.CHIMERA_LOGS_DIR ?? "chimera_logs"),
    runsDir: resolve(root, settings.CHIMERA_RUNS_DIR ?? "chimera_runs"),
    masterHost: settings.CHIMERA_MASTER_HOST,
    masterPort: settings.CHIMERA_MASTER_PORT ?? null,
    masterMappedPort: settings.CHIMERA_MASTER_MAPPED_PORT,
    startTimeoutSeconds: settings.CHIMERA_START_TIMEOUT,
    maxBodyMegabytes: settings.CHIMERA_MAX_BODY_MB,
    kernels: settings.CHIMERA_KERNELS,
    threads: settings.CHIMERA_THREADS,
    sources: sourcesOf(sources),
  };
}

function networkOf(settings: MasterSettings): NetworkConfig {
  const { CHIMERA_NETWORK_PREFIX: prefix, CHIMERA_NETWORK_SUBNET_MASK: maskBits } = settings;
  const { network } = subnetOf(prefix.address, maskBits);
  const address = formatAddress(network);
  return {
    name: settings.CHIMERA_NETWORK_NAME,
    prefix: prefix.text,
    address,
    maskBits,
    subnet: `${address}/${maskBits}`,
    gateway: formatAddress(network + 1),
  };
}

function sourcesOf(sources: ReadonlyMap<string, Source>): Record<string, Source> {
  const variables = Object.keys(masterSchema.shape);
  return Object.fromEntries(variables.map((variable) => [variable, sources.get(variable) ?? "default"]));
}
