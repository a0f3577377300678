import { join } from "node:path";
import { makeData } from "../data/made-data.ts";
import { makeProject } from "../data/temporary-project.ts";
import { interleave } from "../measure/interleave.ts";
import { Report } from "../measure/report.ts";
import { startOurs, type OurProgram } from "../ours/program.ts";
import { pipelineMaster, stageWorker } from "../ours/user-files.ts";
import { BALANCED, N_FEATURES, N_ROWS, type TrainAnswer, type TrainOrder } from "../pipeline/orders.ts";
import { startLineProcess } from "../processes/line-process.ts";
import { workspaceRoot } from "../workspace-root.ts";
import { secondsOf } from "./side-by-side.ts";

/** A network over two workers against the same network, micro-batches and kernels in one process. */
export async function pipeline(): Promise<void> {
  const data = makeData(N_ROWS, N_FEATURES);
  const project = makeProject({
    master: pipelineMaster({ ...BALANCED, stages: 2, schedule: "1f1b" }),
    worker: stageWorker,
    shards: [data, data],
  });
  const alone = startLineProcess<TrainOrder, TrainAnswer>(process.execPath, [
    join(workspaceRoot, "dist/bench-pipeline/main.js"),
  ]);
  const ours = await startOurs(project.dir);
  try {
    await compare(ours, () => alone.ask({ dataDir: project.dataDirs[0] }));
  } finally {
    await ours.stop();
    alone.stop();
    project.remove();
  }
}

async function compare(ours: OurProgram, trainAlone: () => Promise<TrainAnswer>): Promise<void> {
  const { kernel } = await trainAlone();
  const report = new Report(
    `pipeline: 512-1024-1024-1024-1024-2, ${BALANCED.microBatches} micro-batches of 256, 2 stages over HTTP against one process, ${kernel}`,
  );
  let [split, whole] = [0, 0];
  const comparison = await interleave(
    () =>
      secondsOf(async () => {
        split = (await ours.client.fit()).finalLoss ?? Number.NaN;
      }),
    async () => {
      const { seconds, loss } = await trainAlone();
      whole = loss;
      return seconds;
    },
    { pairs: 7, warmUp: 1 },
  );
  if (split !== whole) throw new Error(`Two stages end at the loss ${split}, one process at ${whole}.`);
  report.comparison(comparison, "s", { ratio: { atMost: 0.85, unit: "" } }, "", "one process");
}
