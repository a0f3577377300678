import type { Task } from "@chimera/algorithms";
import { createHttpClient } from "@chimera/client";
import { loadConfig, type ChimeraConfig } from "@chimera/config";
import { openNodeLogs, type NodeLogs } from "@chimera/telemetry";
import { listen, type RunningNode } from "../http/listen.ts";
import { endWithSignals } from "../node-process.ts";
import { projectFolder } from "../project-folder.ts";
import { startKernels } from "../start-kernels.ts";
import { WorkerCalls, type WorkerAddress } from "../transport/worker-calls.ts";
import { masterApp } from "./master-app.ts";
import type { MasterService } from "./service.ts";

export interface ListenOptions {
  workers: readonly WorkerAddress[];
  host: string;
  /** 0 for any free one. */
  port: number;
  config: ChimeraConfig;
}

/** A master that accepts connections; `fit` and `predict` do what the paths of that name do. */
export interface RunningMaster extends RunningNode, Pick<MasterService, "fit" | "predict"> {
  /** A worker was started again, and listens at another address. */
  moveWorker(address: WorkerAddress): void;
  /** A worker ended for good: orders to it fail at once. @param reason what became of it and what to do, in sentences. */
  giveUpWorker(name: string, reason: string): void;
}

/** What a service is built from. */
export interface ServiceParts {
  workers: readonly string[];
  /** Where each worker is reached by the others, at the moment. */
  peerUrls: Readonly<Record<string, string>>;
  calls: WorkerCalls;
  logs: NodeLogs;
  runsDir: string;
}

/** The master of one distributed algorithm, before it is started. */
export abstract class Master {
  abstract readonly kind: "parameter-server" | "aggregation" | "pipeline";
  abstract readonly task: Task;
  /** Most rounds of one fit, ≥ 1: the length of a progress bar. */
  abstract readonly maxRounds: number;
  protected abstract createService(parts: ServiceParts): MasterService;

  /** Loads what the model needs, and checks what can only be checked then. @throws ParameterError */
  async ready(): Promise<void> {}

  /** Whether it can work with so many workers. @throws CoordinationError that says how many it needs. */
  requireWorkers(_names: readonly string[]): void {}

  /**
   * Serves on its own, for workers that run already: at `CHIMERA_WORKERS_URLS`, or by name on their network. SIGTERM
   * and Ctrl-C close it. What keeps it from serving is printed in one sentence and ends the process with exit code 1.
   *
   * @param port `CHIMERA_MASTER_PORT` wins over it.
   */
  async serve(port = 8080): Promise<RunningMaster> {
    try {
      const config = loadConfig({ projectDir: projectFolder(), overrides: { CHIMERA_RUNTIME: "attach" } });
      const { masterHost: host, masterPort, workersPort } = config;
      const workers = config.workers.map(({ name, url }) => ({
        name,
        url: url ?? `http://${name}:${workersPort}`,
      }));
      const running = await this.listen({ workers, host, port: masterPort ?? port, config });
      endWithSignals(() => running.close());
      console.log(`The ${this.kind} master serves ${running.url}`);
      return running;
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exit(1);
    }
  }

  /** @throws ListenError when the port is taken; what `ready` and `requireWorkers` throw. */
  async listen({ workers, host, port, config }: ListenOptions): Promise<RunningMaster> {
    await this.ready();
    const names = workers.map(({ name }) => name);
    this.requireWorkers(names);
    const { logsDir, runsDir, timeoutSeconds, maxRetries, maxBodyMegabytes } = config;
    const logs = openNodeLogs({ dir: logsDir, node: "master" });
    await startKernels(config, logs);
    const calls = new WorkerCalls(
      createHttpClient({ timeoutSeconds, maxRetries, maxResponseBytes: maxBodyMegabytes * 1e6 }),
      workers,
      logs,
    );
    const peerUrls = Object.fromEntries(workers.map(({ name, url, peerUrl = url }) => [name, peerUrl]));
    const service = this.createService({ workers: names, peerUrls, calls, logs, runsDir });
    const close = async (): Promise<void> => {
      await calls.close();
      await logs.close();
    };
    const app = masterApp({ service, logs, maxBodyMegabytes, say: console.log });
    const node = await listen(app, host, port, "CHIMERA_MASTER_PORT").catch(async (error: unknown) => {
      await close();
      throw error;
    });
    logs.status.info({ url: node.url, workers }, `The ${this.kind} master listens at ${node.url}.`);
    return {
      ...node,
      fit: (options) => service.fit(options),
      predict: (columns, X) => service.predict(columns, X),
      moveWorker(address) {
        calls.move(address);
        peerUrls[address.name] = address.peerUrl ?? address.url;
      },
      giveUpWorker: (name, reason) => calls.giveUp(name, reason),
      async close() {
        service.stop();
        await node.close();
        await close();
      },
    };
  }
}
