import { isIPv6 } from "node:net";
import { resolve } from "node:path";
import { ConfigError, type Fault } from "./faults.ts";
import { parseFields } from "./parse-fields.ts";
import { dataDir, fileNamesFaults, workerFile, workerFilesFaults, workersInFolder } from "./project-files.ts";
import { gather, readEnvFile, type Environment } from "./sources.ts";
import { workerSchema, type WorkerSettings } from "./variables.ts";

/** Everything the `CHIMERA_*` variables say to the process of one worker; all checked. */
export interface WorkerConfig {
  /** The worker's name. */
  readonly nodeName: string;
  /** The user's folder, absolute. */
  readonly projectDir: string;
  /** `<project>/chimera_workers/<name>.ts`. */
  readonly workerFile: string;
  /** `<project>/chimera_train_data/<name>`, the folder with X_train.csv and y_train.csv. */
  readonly dataDir: string;
  /** What to listen on: the host of `CHIMERA_LISTEN`, else `CHIMERA_WORKERS_HOST`. */
  readonly host: string;
  /** What to listen on: the port of `CHIMERA_LISTEN` (0 for any free one), else `CHIMERA_WORKERS_PORT`. */
  readonly port: number;
  /** Host and port as text, e.g. `127.0.0.1:0` or `[::1]:80`. */
  readonly listen: string;
  /** Folder of the logs, absolute. */
  readonly logsDir: string;
  /** How often a call that is safe to repeat is repeated, ≥ 0. */
  readonly maxRetries: number;
  /** Seconds a call to another node may take, > 0. */
  readonly timeoutSeconds: number;
  /** Largest request body in megabytes (10⁶ bytes). */
  readonly maxBodyMegabytes: number;
  /** What computes the products of this node. */
  readonly kernels: WorkerSettings["CHIMERA_KERNELS"];
  /** Threads of this node, ≥ 1. */
  readonly threads: number;
}

/**
 * Reads and checks what a worker's process needs. Its name is `CHIMERA_WORKERS_NODE_NAME`, by default the first of
 * the workers. `env` (default `process.env`) overrides the project's `.env`.
 *
 * @throws ConfigError that lists every fault.
 */
export function loadWorkerConfig({
  projectDir,
  env = process.env,
}: {
  projectDir: string;
  env?: Environment;
}): WorkerConfig {
  const root = resolve(projectDir);
  const faults: Fault[] = [];
  const gathered = gather(Object.keys(workerSchema.shape), [
    [".env", readEnvFile(root, faults)],
    ["environment", env],
  ]);
  const settings = parseFields(workerSchema, gathered, faults);
  const name = nodeName(root, settings, faults);
  if (name !== undefined) faults.push(...workerFilesFaults(root, name));
  if (faults.length > 0) throw new ConfigError(faults);
  return assemble(root, settings as WorkerSettings, name!);
}

/** The worker's name; undefined, with a fault, when it cannot be known. */
function nodeName(root: string, settings: Partial<WorkerSettings>, faults: Fault[]): string | undefined {
  const isFaulty = !("CHIMERA_WORKERS_NODE_NAME" in settings && "CHIMERA_WORKERS_NODES_NAMES" in settings);
  if (isFaulty) return undefined;
  const { CHIMERA_WORKERS_NODE_NAME: own, CHIMERA_WORKERS_NODES_NAMES: all } = settings;
  const name = own ?? all?.[0] ?? workersInFolder(root)[0];
  if (own === undefined && all === undefined && name !== undefined) {
    const fileFaults = fileNamesFaults([name]);
    faults.push(...fileFaults);
    return fileFaults.length === 0 ? name : undefined;
  }
  if (name === undefined) faults.push(noName(root));
  return name;
}

function noName(root: string): Fault {
  return {
    variable: "CHIMERA_WORKERS_NODE_NAME",
    got: "not set",
    rule: `the name of a worker; but ${root} has no chimera_workers/<name>.ts to take it from`,
    cure: "Name the worker, such as worker1, and write chimera_workers/worker1.ts.",
  };
}

function assemble(root: string, settings: WorkerSettings, name: string): WorkerConfig {
  const { host, port } = settings.CHIMERA_LISTEN ?? {
    host: settings.CHIMERA_WORKERS_HOST,
    port: settings.CHIMERA_WORKERS_PORT,
  };
  return {
    nodeName: name,
    projectDir: root,
    workerFile: workerFile(root, name),
    dataDir: dataDir(root, name),
    host,
    port,
    listen: `${isIPv6(host) ? `[${host}]` : host}:${port}`,
    logsDir: resolve(root, settings.CHIMERA_LOGS_DIR ?? "chimera_logs"),
    maxRetries: settings.CHIMERA_WORKERS_ENDPOINTS_MAX_RETRIES,
    timeoutSeconds: settings.CHIMERA_WORKERS_ENDPOINTS_TIMEOUT,
    maxBodyMegabytes: settings.CHIMERA_MAX_BODY_MB,
    kernels: settings.CHIMERA_KERNELS,
    threads: settings.CHIMERA_THREADS,
  };
}
