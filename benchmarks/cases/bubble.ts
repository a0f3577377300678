import { predict, type RunTimes } from "@chimera/telemetry";
import { makeData } from "../data/made-data.ts";
import { Report } from "../measure/report.ts";
import { summarize } from "../measure/statistics.ts";
import { runTimesOf } from "../ours/run-times.ts";
import { sleepingLayer, sleepingMaster, sleepingWorker } from "../ours/user-files.ts";

const N_STAGES = 4;
const MICRO_BATCHES = 8;
const SLEEP = { forwardMs: 50, backwardMs: 100 };
const N_ROWS = 128;

/** The measured bubble where a stage's work is to sleep: no stage takes the core of another. */
export async function bubble(): Promise<void> {
  const report = new Report(
    `bubble: ${N_STAGES} stages that sleep ${SLEEP.forwardMs} ms forward and ${SLEEP.backwardMs} ms backward, ${MICRO_BATCHES} micro-batches`,
  );
  for (const schedule of ["gpipe", "1f1b"] as const) {
    const { steps, workers } = await runWith(schedule);
    const layout = { schedule, nStages: N_STAGES, microBatches: MICRO_BATCHES, chunks: 1 };
    const predicted = predict(layout).bubble;
    report.line(schedule, `predicted ${(100 * predicted).toFixed(1)} %, (p − 1) / (m + p − 1)`);
    report.figure("  measured", summarize(steps.map(({ bubble }) => 100 * bubble)), "%");
    const ratio = summarize(steps.map(({ bubble }) => bubble / predicted));
    report.figure("  ratio", ratio, "", { atMost: 1.15, unit: "" });
    report.line(
      "  stored",
      `${workers.map(({ stored }) => stored).join(", ")} micro-batches, stage by stage`,
    );
  }
}

function runWith(schedule: "gpipe" | "1f1b"): Promise<RunTimes> {
  const data = makeData(N_ROWS, 2);
  return runTimesOf({
    master: sleepingMaster(SLEEP, {
      ...{ stages: Array.from({ length: N_STAGES }, (_, s) => (s < N_STAGES - 1 ? 1 : 2)) },
      ...{ schedule, microBatches: MICRO_BATCHES, batchSize: N_ROWS, epochs: 5, seed: 0 },
    }),
    worker: sleepingWorker,
    own: sleepingLayer,
    shards: Array.from({ length: N_STAGES }, () => data),
  });
}
