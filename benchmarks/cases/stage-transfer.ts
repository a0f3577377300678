import { dense } from "@chimera/algorithms";
import type { PipelineOptions } from "@chimera/distributed";
import { makeData } from "../data/made-data.ts";
import { Report } from "../measure/report.ts";
import { summarize } from "../measure/statistics.ts";
import { runTimesOf } from "../ours/run-times.ts";
import { pipelineMaster, stageWorker } from "../ours/user-files.ts";

/** 250 rows × 1000 activations in float32: 1 MB. */
const N_ROWS = 250;
const WIDTH = 1000;
/** Steps before those that count: they warm up connections and compilers. */
const WARM_UP = 20;
const OPTIONS = {
  layers: [dense(WIDTH), dense(2)],
  stages: [1, 1],
  // One micro-batch: who gets a message has nothing else to do.
  microBatches: 1,
  batchSize: N_ROWS,
  epochs: 120,
  learningRate: 1e-3,
} satisfies PipelineOptions;

/** From the moment a stage has computed 1 MB until the next has answered that it is there. */
export async function stageTransfer(): Promise<void> {
  const report = new Report("stage-transfer: 1 MB of float32 from one stage to the next, over HTTP");
  const data = makeData(N_ROWS, 2);
  const { steps } = await runTimesOf({
    master: pipelineMaster(OPTIONS),
    worker: stageWorker,
    shards: [data, data],
  });
  const counted = steps.slice(WARM_UP);
  for (const [stage, what] of ["activations", "gradients"].entries()) {
    const times = counted.map(({ workers }) => workers[stage].sendMs);
    report.figure(what, summarize(times), "ms", { atMost: 3, unit: "ms" });
  }
  const bytes = new Set(counted.flatMap(({ workers }) => workers.map(({ bytes }) => bytes)));
  if (bytes.size !== 1 || !bytes.has(4 * N_ROWS * WIDTH))
    throw new Error(`Expected messages of ${4 * N_ROWS * WIDTH} bytes, got ${[...bytes].join(", ")}.`);
}
