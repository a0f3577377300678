import * as z from "zod";
import * as field from "./fields.ts";
import { parsePrefix } from "./network.ts";

/** What a person is told about a variable. */
export interface Notes {
  /** The default as it is written in tables; `""` when there is none. */
  readonly shownDefault: string;
  readonly rule: string;
  readonly cure: string;
}

/** What each field of the schemas below says about itself. */
export const notes = z.registry<Notes>();

/** Attaches notes to a schema; the cure leads back to the default where there is one. */
function noted<Schema extends z.ZodType>(
  schema: Schema,
  shownDefault: string,
  rule: string,
  cure: string,
): Schema {
  notes.add(schema, { shownDefault, rule, cure });
  return schema;
}

/** A variable whose default is text, read like any other value. */
const withDefault = <Output>(schema: z.ZodType<Output, string>, text: string, rule: string, cure: string) =>
  noted(schema.prefault(text), `\`${text}\``, rule, `${cure} Without it, ${text} is used.`);

/** A variable that may be missing; `shownDefault` says in words what happens then. */
const optional = <Output>(
  schema: z.ZodType<Output, string>,
  shownDefault: string,
  rule: string,
  cure: string,
) => noted(schema.optional(), shownDefault, rule, cure);

const PORT_RULE = "an integer from 1 to 65535";
const port = field.integer(1, 65_535);

const networkName = z
  .string()
  .trim()
  .regex(/^[a-z\d][a-z\d_.-]{0,62}$/iu)
  .refine((name) => !["bridge", "host", "none", "default"].includes(name));

const networkPrefix = z
  .string()
  .trim()
  .refine((text) => parsePrefix(text) !== undefined)
  .transform((text) => ({ text, address: parsePrefix(text)! }));

const network = {
  CHIMERA_NETWORK_NAME: withDefault(
    networkName,
    "chimera-network",
    "name of the container network: letters, digits, `_`, `.` and `-`, at most 63, not `bridge`, `host`, `none` or `default`",
    "Choose a name such as chimera-network.",
  ),
  CHIMERA_NETWORK_PREFIX: withDefault(
    networkPrefix,
    "192.168.10",
    "valid IPv4 prefix: 1 to 4 octets from 0 to 255 without leading zeros; the network address is normalised to the mask",
    "Write octets joined by dots, such as 192.168.10 or 10.",
  ),
  CHIMERA_NETWORK_SUBNET_MASK: withDefault(
    field.integer(0, 32),
    "24",
    "0…32, with room for every node: network, gateway, workers, master and broadcast (the engine refuses /0 and /31)",
    "Give the number of leading bits, such as 24.",
  ),
};

const NAMES_RULE =
  "JSON list, unique, valid host names: 1 to 63 letters, digits and inner hyphens, not `localhost` or `master`, nothing a URL reads as a number";

const naming = {
  CHIMERA_WORKERS_NODES_NAMES: optional(
    field.hostNames,
    "the files in `chimera_workers/`",
    NAMES_RULE,
    'Write a list such as ["worker1", "worker2"], or leave it out: then the files in chimera_workers/ name the workers.',
  ),
};

const resources = {
  CHIMERA_WORKERS_CPU_SHARES: withDefault(
    field.listOf(z.int().min(2).max(262_144)),
    "[2]",
    "JSON list of integers ≥ 2 (the engine's limit is 262144); one value serves all workers; a relative weight under contention",
    "Give one value, or as many as there are workers, such as [2].",
  ),
  CHIMERA_WORKERS_MAPPED_PORTS: withDefault(
    field.listOf(z.int().min(1).max(65_535)).superRefine(field.allDifferent()),
    "[101]",
    "JSON list of ports on the host, unique, 1…65535, one per worker; the bare default counts up from 101",
    "Give one port per worker, such as [101, 102, 103].",
  ),
};

/** Read by a master and by the workers' own processes. */
const endpoints = {
  CHIMERA_WORKERS_HOST: withDefault(
    field.ipAddress,
    "0.0.0.0",
    "an IP address: binds the mapped ports; a worker started alone listens on it",
    "Use 127.0.0.1 for this machine alone or 0.0.0.0 for every interface.",
  ),
  CHIMERA_WORKERS_PORT: withDefault(
    port,
    "80",
    `${PORT_RULE}: port inside the container; a worker started alone listens on it`,
    "Give a port number.",
  ),
  CHIMERA_WORKERS_ENDPOINTS_MAX_RETRIES: withDefault(
    field.integer(0),
    "0",
    "an integer ≥ 0; applies to every call that is safe to repeat",
    "Give how often a call may be repeated.",
  ),
  CHIMERA_WORKERS_ENDPOINTS_TIMEOUT: withDefault(
    field.positiveNumber(field.LONGEST_TIMER_SECONDS),
    "100.0",
    `seconds, > 0 and at most ${field.LONGEST_TIMER_SECONDS}`,
    "Give how many seconds a worker may take to answer.",
  ),
};

const everyProcess = {
  CHIMERA_KERNELS: withDefault(
    z
      .string()
      .trim()
      .pipe(z.enum(["auto", "ts", "wasm", "openblas"])),
    "auto",
    "`auto`, `ts`, `wasm` or `openblas`: what computes the products; `auto` takes the fastest that the system has, another must be there",
    "Choose one of the four.",
  ),
  CHIMERA_THREADS: withDefault(
    field.integer(1, 256),
    "1",
    "an integer from 1 to 256: threads of one node for forests, neighbours and large products; results do not depend on it",
    "Give how many processors one node may use.",
  ),
  CHIMERA_MAX_BODY_MB: withDefault(
    field.positiveNumber(4096),
    "256",
    "megabytes (10⁶ bytes), > 0 and at most 4096; larger request bodies are refused",
    "Give the largest body in megabytes.",
  ),
  CHIMERA_LOGS_DIR: optional(
    field.path,
    "`chimera_logs` in the project",
    "a folder, relative to the project or absolute; made when missing",
    "Give a path.",
  ),
};

const furtherWorkers = {
  CHIMERA_WORKERS_CPUS: optional(
    field.listOf(z.number().gt(0)),
    "no limit",
    "JSON list of numbers > 0, the CPUs a worker's container may use; one value serves all workers",
    "Give one value, or as many as there are workers, such as [0.5], or leave it out for no limit.",
  ),
  CHIMERA_WORKERS_URLS: optional(
    field.workerUrls,
    "`http://<name>:<CHIMERA_WORKERS_PORT>`",
    "JSON list of http(s) URLs, unique, one per worker; used with `CHIMERA_RUNTIME=attach`",
    'Give one address per worker, such as ["http://127.0.0.1:8101"].',
  ),
};

const programs = {
  CHIMERA_RUNTIME: withDefault(
    z
      .string()
      .trim()
      .pipe(z.enum(["embedded", "compose", "attach"])),
    "embedded",
    "`embedded`, `compose` or `attach`: child processes, containers, or workers that run already",
    "Choose one of the three.",
  ),
  CHIMERA_FIT_ON_START: withDefault(
    field.flag,
    "0",
    "`0` or `1`; 1 fits once every worker is healthy and scores the hold-out",
    "Set 1 or 0.",
  ),
  CHIMERA_ONCE: withDefault(
    field.flag,
    "0",
    "`0` or `1`; 1 ends the program after that first fit",
    "Set 1 or 0.",
  ),
  CHIMERA_START_TIMEOUT: withDefault(
    field.positiveNumber(field.LONGEST_TIMER_SECONDS),
    "60",
    `seconds, > 0 and at most ${field.LONGEST_TIMER_SECONDS}, for all workers to become healthy`,
    "Give how many seconds the workers may take to start.",
  ),
  CHIMERA_MASTER_HOST: withDefault(
    field.listenHost,
    "127.0.0.1",
    "an IP address or `localhost`: what a master on the host listens on",
    "Use 127.0.0.1 for this machine alone or 0.0.0.0 for every interface.",
  ),
  CHIMERA_MASTER_PORT: optional(
    port,
    "the port given to `run` or `serve`",
    `${PORT_RULE}: what a master on the host listens on`,
    "Give a port number.",
  ),
  CHIMERA_MASTER_MAPPED_PORT: withDefault(
    port,
    "8080",
    `${PORT_RULE}, none of the workers' mapped ports: where the master's container is reached on 127.0.0.1`,
    "Give a free port number.",
  ),
  CHIMERA_RUNS_DIR: optional(
    field.path,
    "`chimera_runs` in the project",
    "a folder, relative to the project or absolute; made when missing",
    "Give a path.",
  ),
};

/** Every variable a master, the command line and the Compose generator use. */
export const masterSchema = z.object({
  ...network,
  ...naming,
  ...resources,
  ...endpoints,
  ...furtherWorkers,
  ...programs,
  ...everyProcess,
});

/** Every variable a worker's process uses. */
export const workerSchema = z.object({
  ...naming,
  ...endpoints,
  ...everyProcess,
  CHIMERA_WORKERS_NODE_NAME: optional(
    field.hostName,
    "the first worker",
    "a valid host name: which worker this process is",
    "Name a file in chimera_workers/ without its suffix, such as worker1.",
  ),
  CHIMERA_LISTEN: optional(
    field.listenAddress,
    "`CHIMERA_WORKERS_HOST`:`CHIMERA_WORKERS_PORT`",
    "`host:port` a worker listens on, port 0 for any free one; set by the launcher",
    "Leave it out, or write an address such as 127.0.0.1:8101.",
  ),
});

export type MasterSettings = z.output<typeof masterSchema>;
export type WorkerSettings = z.output<typeof workerSchema>;

/** What the programs in `apps/` read before there is a project to configure. */
export const programSchema = z.object({
  CHIMERA_PROJECT: withDefault(
    field.path,
    "examples/quickstart",
    "the user's folder; read from the environment alone",
    "Give the path of a folder with a master.ts.",
  ),
});
