import type { ChimeraConfig } from "@chimera/config";
import { annotated } from "./annotated.ts";
import { inContainer, inProject } from "./layout.ts";
import { projectMount, recordsMount } from "./mounts.ts";
import type { ProjectPlace } from "./mounts.ts";
import { confinement, healthCheck, networkOf } from "./node-service.ts";

/** Name of the master's service and host; no worker may have it. */
export const masterName = "master";

/**
 * The master. It starts nothing itself: it waits for healthy workers and reaches them by name. It sees its own file,
 * the workers' code (both may import the same file from there) and the hold-out, but no shard. Inside it listens on the
 * port it is published on, so that the address it prints is the one on the host.
 *
 * @param holdOut whether the project has one
 */
export function masterService({
  config,
  place,
  image,
  holdOut,
}: {
  config: ChimeraConfig;
  place: ProjectPlace;
  image: object;
  holdOut: boolean;
}): object {
  const port = config.masterMappedPort;
  const parts = [inProject.master, inProject.workers, ...(holdOut ? [inProject.testData] : [])];
  return {
    ...image,
    ...confinement,
    depends_on: Object.fromEntries(
      config.workers.map(({ name }) => [name, { condition: "service_healthy" }]),
    ),
    environment: masterEnvironment(config),
    networks: networkOf(config.masterAddress),
    ports: [annotated(`127.0.0.1:${port}:${port}`, "CHIMERA_MASTER_MAPPED_PORT")],
    volumes: [...parts.map((part) => projectMount(place, part)), recordsMount],
    healthcheck: healthCheck(port, config),
  };
}

function masterEnvironment(config: ChimeraConfig): object {
  return {
    CHIMERA_PROJECT: inContainer.project,
    CHIMERA_RUNTIME: "attach",
    CHIMERA_WORKERS_NODES_NAMES: JSON.stringify(config.workers.map(({ name }) => name)),
    CHIMERA_WORKERS_PORT: String(config.workersPort),
    CHIMERA_WORKERS_ENDPOINTS_MAX_RETRIES: String(config.maxRetries),
    CHIMERA_WORKERS_ENDPOINTS_TIMEOUT: String(config.timeoutSeconds),
    CHIMERA_NETWORK_SUBNET_MASK: String(config.network.maskBits),
    CHIMERA_MASTER_HOST: "0.0.0.0",
    CHIMERA_MASTER_PORT: String(config.masterMappedPort),
    CHIMERA_FIT_ON_START: config.fitOnStart ? "1" : "0",
    CHIMERA_ONCE: config.once ? "1" : "0",
    CHIMERA_START_TIMEOUT: String(config.startTimeoutSeconds),
    CHIMERA_MAX_BODY_MB: String(config.maxBodyMegabytes),
    CHIMERA_KERNELS: config.kernels,
    CHIMERA_THREADS: String(config.threads),
    CHIMERA_LOGS_DIR: inContainer.logs,
    CHIMERA_RUNS_DIR: inContainer.runs,
  };
}
