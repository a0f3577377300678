import { readdirSync } from "node:fs";
import { join } from "node:path";
import { docker } from "./docker.ts";
import { freePorts } from "./free-ports.ts";

/** Where the tests' containers are, apart from whatever else the engine runs. */
export interface Surroundings {
  /** First three octets of the network. */
  readonly prefix: string;
  readonly masterUrl: string;
  /** Of the workers, in the order of their names. */
  readonly ports: readonly number[];
  /** `CHIMERA_*` that make it so. */
  readonly env: Readonly<Record<string, string>>;
}

/** A network of its own and free ports of this machine for the project's workers and its master. */
export async function ownSurroundings(projectDir: string): Promise<Surroundings> {
  const nWorkers = readdirSync(join(projectDir, "chimera_workers")).filter(isWorker).length;
  const [masterPort, ...ports] = await freePorts(1 + nWorkers);
  const prefix = `10.231.${process.pid % 256}`;
  return {
    prefix,
    masterUrl: `http://127.0.0.1:${masterPort}`,
    ports,
    env: {
      CHIMERA_NETWORK_NAME: `chimera-e2e-${process.pid}`,
      CHIMERA_NETWORK_PREFIX: prefix,
      CHIMERA_WORKERS_HOST: "127.0.0.1",
      CHIMERA_WORKERS_MAPPED_PORTS: JSON.stringify(ports),
      CHIMERA_MASTER_MAPPED_PORT: String(masterPort),
      CHIMERA_START_TIMEOUT: "120",
    },
  };
}

/** Files whose names begin with `_` are what workers share. */
const isWorker = (file: string) => file.endsWith(".ts") && !file.startsWith("_");

/** Names of all containers, networks and volumes that a Compose project has on the engine. */
export async function leftOf(composeProject: string): Promise<string[]> {
  const ofProject = ["--filter", `label=com.docker.compose.project=${composeProject}`];
  const lists = await Promise.all([
    docker(["ps", "--all", "--format", "{{.Names}}", ...ofProject]),
    docker(["network", "ls", "--format", "{{.Name}}", ...ofProject]),
    docker(["volume", "ls", "--format", "{{.Name}}", ...ofProject]),
  ]);
  return lists.flatMap((list) => list.split("\n").filter(Boolean)).sort();
}
