import type { ChimeraConfig, WorkerEntry } from "@chimera/config";
import { annotated } from "./annotated.ts";
import { inContainer, inProject } from "./layout.ts";
import { projectMount, recordsMount } from "./mounts.ts";
import type { ProjectPlace } from "./mounts.ts";
import { confinement, healthCheck, networkOf } from "./node-service.ts";

/**
 * One worker. It sees the folder of the workers' code, since a worker may import what lies beside it or below it, and
 * of the data its own shard alone.
 *
 * @param image what the service is started from, with or without `build`
 */
export function workerService(
  worker: WorkerEntry,
  { config, place, image }: { config: ChimeraConfig; place: ProjectPlace; image: object },
): object {
  return {
    ...image,
    ...confinement,
    environment: workerEnvironment(worker, config),
    networks: networkOf(worker.address),
    ports: [annotated(mappedPort(worker, config), portRemark)],
    cpu_shares: annotated(worker.cpuShares, "CHIMERA_WORKERS_CPU_SHARES"),
    ...(worker.cpus === null ? {} : { cpus: annotated(worker.cpus, "CHIMERA_WORKERS_CPUS") }),
    volumes: [
      projectMount(place, inProject.workers),
      projectMount(place, inProject.trainData, worker.name),
      recordsMount,
    ],
    healthcheck: healthCheck(config.workersPort, config),
  };
}

/** Inside its container a worker knows of itself alone and listens on every interface. */
function workerEnvironment(worker: WorkerEntry, config: ChimeraConfig): object {
  return {
    CHIMERA_PROJECT: inContainer.project,
    CHIMERA_WORKERS_NODE_NAME: annotated(worker.name, "CHIMERA_WORKERS_NODES_NAMES"),
    CHIMERA_WORKERS_NODES_NAMES: JSON.stringify([worker.name]),
    CHIMERA_WORKERS_HOST: "0.0.0.0",
    CHIMERA_WORKERS_PORT: String(config.workersPort),
    // The stages of a pipeline call each other.
    CHIMERA_WORKERS_ENDPOINTS_MAX_RETRIES: String(config.maxRetries),
    CHIMERA_WORKERS_ENDPOINTS_TIMEOUT: String(config.timeoutSeconds),
    CHIMERA_MAX_BODY_MB: String(config.maxBodyMegabytes),
    CHIMERA_KERNELS: config.kernels,
    CHIMERA_THREADS: String(config.threads),
    CHIMERA_LOGS_DIR: inContainer.logs,
  };
}

const portRemark = "CHIMERA_WORKERS_HOST : CHIMERA_WORKERS_MAPPED_PORTS : CHIMERA_WORKERS_PORT";

/** `address:port on the host:port inside`; an IPv6 address stands in brackets. */
function mappedPort(worker: WorkerEntry, { workersHost, workersPort }: ChimeraConfig): string {
  const host = workersHost.includes(":") ? `[${workersHost}]` : workersHost;
  return `${host}:${worker.mappedPort}:${workersPort}`;
}
