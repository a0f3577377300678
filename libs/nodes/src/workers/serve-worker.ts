import { loadWorkerConfig, type WorkerConfig } from "@chimera/config";
import { openNodeLogs, type NodeLogs } from "@chimera/telemetry";
import { listen, type RunningNode } from "../http/listen.ts";
import type { NodeApp } from "../http/node-app.ts";
import { projectFolder } from "../project-folder.ts";
import { startKernels } from "../start-kernels.ts";
import { endWithSignals, parentProcess } from "../node-process.ts";

/**
 * What `serve()` of every worker does: waits until the learner has loaded what it needs, reads the configuration, loads the
 * shard, listens, and tells the process that started this one. A worker that cannot start prints one sentence and ends with
 * exit code 1.
 */
export async function serveWorker(
  buildApp: (config: WorkerConfig, logs: NodeLogs) => NodeApp,
  learner: { ready?(): Promise<void> },
): Promise<RunningNode> {
  const parent = parentProcess();
  try {
    await learner.ready?.();
    const config = loadWorkerConfig({ projectDir: projectFolder() });
    const logs = openNodeLogs({ dir: config.logsDir, node: config.nodeName, console: parent === undefined });
    await startKernels(config, logs);
    const app = buildApp(config, logs);
    // A launcher hands over the mapped port; a worker started alone listens on its own.
    const portVariable = parent ? "CHIMERA_WORKERS_MAPPED_PORTS" : "CHIMERA_WORKERS_PORT";
    const node = await listen(app, config.host, config.port, portVariable);
    logs.status.info({ url: node.url }, `${config.nodeName} listens on ${config.host}:${node.port}.`);
    const close = async (): Promise<void> => {
      await node.close();
      await logs.close();
    };
    endWithSignals(close);
    await parent?.announce({ type: "listening", url: node.url });
    return { ...node, close };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (parent) await parent.announce({ type: "failed", message });
    else process.stderr.write(`${message}\n`);
    process.exit(1);
  }
}
