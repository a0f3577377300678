import type { Task } from "@chimera/algorithms";
import { createHttpClient } from "@chimera/client";
import { loadConfig, type ChimeraConfig } from "@chimera/config";
import { openNodeLogs, type NodeLogs } from "@chimera/telemetry";
import { listen, type RunningNode } from "../http/listen.ts";
import { projectFolder } from "../project-folder.ts";
import { WorkerCalls } from "../transport/worker-calls.ts";
import { masterApp } from "./master-app.ts";
import type { MasterService, WorkerAddress } from "./service.ts";

export interface ListenOptions {
  workers: readonly WorkerAddress[];
  host: string;
  /** 0 for any free one. */
  port: number;
  config: ChimeraConfig;
}

/** A master that accepts connections; `fit` and `predict` do what the paths of that name do. */
export interface RunningMaster extends RunningNode, Pick<MasterService, "fit" | "predict"> {}

/** What a service is built from. */
export interface ServiceParts {
  workers: readonly string[];
  calls: WorkerCalls;
  logs: NodeLogs;
  runsDir: string;
}

/** The master of one distributed algorithm, before it is started. */
export abstract class Master {
  abstract readonly kind: "parameter-server" | "aggregation";
  abstract readonly task: Task;
  /** Most rounds of one fit, ≥ 1: the length of a progress bar. */
  abstract readonly maxRounds: number;
  protected abstract createService(parts: ServiceParts): MasterService;

  /**
   * Serves on its own, for workers that run already: at `CHIMERA_WORKERS_URLS`, or by name on their network.
   *
   * @param port `CHIMERA_MASTER_PORT` wins over it.
   * @throws ConfigError with every fault of the configuration; ListenError when the port is taken.
   */
  serve(port = 8080): Promise<RunningMaster> {
    const config = loadConfig({ projectDir: projectFolder(), overrides: { CHIMERA_RUNTIME: "attach" } });
    const workers = config.workers.map(({ name, url }) => ({
      name,
      url: url ?? `http://${name}:${config.workersPort}`,
    }));
    return this.listen({ workers, host: config.masterHost, port: config.masterPort ?? port, config });
  }

  /** @throws ListenError when the port is taken. */
  async listen({ workers, host, port, config }: ListenOptions): Promise<RunningMaster> {
    const { logsDir, runsDir, timeoutSeconds, maxRetries, maxBodyMegabytes } = config;
    const logs = openNodeLogs({ dir: logsDir, node: "master" });
    const calls = new WorkerCalls(createHttpClient({ timeoutSeconds, maxRetries }), workers, logs);
    const service = this.createService({ workers: workers.map(({ name }) => name), calls, logs, runsDir });
    const node = await listen(
      masterApp({ service, logs, maxBodyMegabytes }),
      host,
      port,
      "CHIMERA_MASTER_PORT",
    );
    logs.status.info({ url: node.url, workers }, `The ${this.kind} master listens at ${node.url}.`);
    return {
      ...node,
      fit: (options) => service.fit(options),
      predict: (columns, X) => service.predict(columns, X),
      async close() {
        service.stop();
        await node.close();
        await calls.close();
        await logs.close();
      },
    };
  }
}

/** Says in the log that a worker is one of chimera 0.1. */
export function logLegacy(logs: NodeLogs): (worker: string) => void {
  return (worker) =>
    logs.status.warn(
      { worker },
      `${worker} is a worker of chimera 0.1: it gets local epochs, weighs as much as any other, and its first answer is discarded.`,
    );
}
