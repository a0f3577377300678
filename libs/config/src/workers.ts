import type { Fault } from "./faults.ts";
import { formatAddress, longestMaskFor, roomFault, subnetOf } from "./network.ts";
import { dataDir, fileNamesFaults, workerFile, workersInFolder } from "./project-files.ts";
import type { MasterSettings } from "./variables.ts";

/** One worker as a master, a launcher or the Compose generator sees it. */
export interface WorkerEntry {
  /** Its host name, and the name of its file and its shard. */
  readonly name: string;
  /** Relative weight under contention, ≥ 2. */
  readonly cpuShares: number;
  /** CPUs its container may use; `null` for no limit. */
  readonly cpus: number | null;
  /** Port on the host that leads to it. */
  readonly mappedPort: number;
  /** Its static IPv4 address in the container network. */
  readonly address: string;
  /** `<project>/chimera_workers/<name>.ts`. */
  readonly file: string;
  /** `<project>/chimera_train_data/<name>`, the folder with X_train.csv and y_train.csv. */
  readonly dataDir: string;
  /** Where it runs already, without a trailing slash; `null` unless the runtime is `attach`. */
  readonly url: string | null;
}

/**
 * The names of the workers: those listed, else the files in `chimera_workers/`, else (attach) one for each URL.
 * `undefined`, with a fault for every reason, when they cannot be known.
 */
export function workerNames(
  projectDir: string,
  settings: Partial<MasterSettings>,
  faults: Fault[],
): string[] | undefined {
  const isFaulty = !("CHIMERA_WORKERS_NODES_NAMES" in settings);
  if (isFaulty || settings.CHIMERA_WORKERS_NODES_NAMES) return settings.CHIMERA_WORKERS_NODES_NAMES;
  const files = workersInFolder(projectDir);
  if (files.length > 0) {
    const fileFaults = fileNamesFaults(files);
    faults.push(...fileFaults);
    return fileFaults.length === 0 ? files : undefined;
  }
  const urls = settings.CHIMERA_RUNTIME === "attach" ? settings.CHIMERA_WORKERS_URLS : undefined;
  if (urls) return urls.map((_, i) => `worker${i + 1}`);
  faults.push(noWorkers(projectDir));
  return undefined;
}

function noWorkers(projectDir: string): Fault {
  return {
    variable: "CHIMERA_WORKERS_NODES_NAMES",
    got: "not set",
    rule: `at least one worker; but ${projectDir} has no chimera_workers/<name>.ts`,
    cure: 'Write a worker, such as chimera_workers/worker1.ts, or list the names: ["worker1"].',
  };
}

/** Every list must have one item per worker; in some a single one serves all. */
export function lengthFaults(settings: Partial<MasterSettings>, nWorkers: number): Fault[] {
  const { CHIMERA_WORKERS_MAPPED_PORTS: ports, CHIMERA_RUNTIME: runtime } = settings;
  const lists = [
    lengthFault("CHIMERA_WORKERS_CPU_SHARES", settings.CHIMERA_WORKERS_CPU_SHARES, nWorkers, true),
    lengthFault("CHIMERA_WORKERS_CPUS", settings.CHIMERA_WORKERS_CPUS, nWorkers, true),
    lengthFault("CHIMERA_WORKERS_MAPPED_PORTS", isBareDefault(ports) ? undefined : ports, nWorkers, false),
    runtime === "attach" &&
      lengthFault("CHIMERA_WORKERS_URLS", settings.CHIMERA_WORKERS_URLS, nWorkers, false),
  ];
  return lists.filter((fault) => !!fault);
}

function lengthFault(
  variable: string,
  list: readonly unknown[] | undefined,
  nWorkers: number,
  oneServesAll: boolean,
): Fault | undefined {
  if (!list || list.length === nWorkers || (oneServesAll && list.length === 1)) return undefined;
  const wanted = `${nWorkers} item${nWorkers === 1 ? "" : "s"}, one per worker`;
  return {
    variable,
    got: JSON.stringify(list),
    rule: `${wanted}${oneServesAll ? ", or a single one for all" : ""}; but the list has ${list.length}`,
    cure: `Give ${nWorkers}${oneServesAll ? " or 1" : ""}, or change CHIMERA_WORKERS_NODES_NAMES.`,
  };
}

const FIRST_MAPPED_PORT = 101;
const isBareDefault = (ports: readonly number[] | undefined) =>
  ports?.length === 1 && ports[0] === FIRST_MAPPED_PORT;

function mappedPorts(ports: readonly number[], nWorkers: number): readonly number[] {
  return isBareDefault(ports) ? Array.from({ length: nWorkers }, (_, i) => FIRST_MAPPED_PORT + i) : ports;
}

/** The workers' ports and the master's must differ, for both are bound on the same host. */
export function portFaults(settings: Partial<MasterSettings>, nWorkers: number): Fault[] {
  const { CHIMERA_WORKERS_MAPPED_PORTS: ports, CHIMERA_MASTER_MAPPED_PORT: masterPort } = settings;
  if (!ports || !masterPort || !mappedPorts(ports, nWorkers).includes(masterPort)) return [];
  return [
    {
      variable: "CHIMERA_WORKERS_MAPPED_PORTS",
      got: JSON.stringify(mappedPorts(ports, nWorkers)),
      rule: `none may be CHIMERA_MASTER_MAPPED_PORT, which is ${masterPort}`,
      cure: "Give the master or that worker another port.",
    },
  ];
}

export function subnetFaults(settings: Partial<MasterSettings>, nWorkers: number): Fault[] {
  const maskBits = settings.CHIMERA_NETWORK_SUBNET_MASK;
  const reason = maskBits === undefined ? undefined : roomFault(maskBits, nWorkers);
  if (reason === undefined) return [];
  return [
    {
      variable: "CHIMERA_NETWORK_SUBNET_MASK",
      got: String(maskBits),
      rule: `0…32, with room for every node; but ${reason}`,
      cure: `Use a mask from 1 to ${longestMaskFor(nWorkers)}.`,
    },
  ];
}

/** Address 1 after the network address is the gateway; the workers follow, then the master. */
const FIRST_WORKER = 2;

/** The address of the i-th node after the gateway, as text. Settings are known to be free of faults. */
export function nodeAddress(settings: MasterSettings, i: number): string {
  const { network } = subnetOf(settings.CHIMERA_NETWORK_PREFIX.address, settings.CHIMERA_NETWORK_SUBNET_MASK);
  return formatAddress(network + FIRST_WORKER + i);
}

/** Joins the lists to one entry per worker. Settings are known to be free of faults. */
export function workerEntries(
  projectDir: string,
  settings: MasterSettings,
  names: readonly string[],
): WorkerEntry[] {
  const ports = mappedPorts(settings.CHIMERA_WORKERS_MAPPED_PORTS, names.length);
  return names.map((name, i) => ({
    name,
    cpuShares: itemFor(i, settings.CHIMERA_WORKERS_CPU_SHARES),
    cpus: settings.CHIMERA_WORKERS_CPUS ? itemFor(i, settings.CHIMERA_WORKERS_CPUS) : null,
    mappedPort: ports[i],
    address: nodeAddress(settings, i),
    file: workerFile(projectDir, name),
    dataDir: dataDir(projectDir, name),
    url: workerUrl(settings, name, i),
  }));
}

function itemFor<Item>(i: number, list: readonly Item[]): Item {
  return list.length === 1 ? list[0] : list[i];
}

function workerUrl(settings: MasterSettings, name: string, i: number): string | null {
  if (settings.CHIMERA_RUNTIME !== "attach") return null;
  return settings.CHIMERA_WORKERS_URLS?.[i] ?? `http://${name}:${settings.CHIMERA_WORKERS_PORT}`;
}
