import {
  classificationReport,
  formatClassificationReport,
  formatRegressionReport,
  regressionReport,
} from "@chimera/algorithms";
import type { Task } from "@chimera/algorithms";
import type { ChimeraConfig } from "@chimera/config";
import type { Dataset } from "@chimera/dataset";
import { readHoldOut } from "@chimera/dataset";
import type { Master, RunningMaster } from "@chimera/nodes";
import { collectTimeline, createProgress, formatTimelineShortly, type Progress } from "@chimera/telemetry";
import { LaunchError } from "../launch-error.ts";
import { checkHoldOut } from "./check-hold-out.ts";
import type { ExampleRow } from "./example-request.ts";

/** About 35 MB; a longer training's chart is of its last steps, and the events keep all of them. */
const MAX_RECORDS = 200_000;

/**
 * Fits with a progress display, shows how the stages of a pipeline worked together, then scores the hold-out in `chimera_test_data`, if there is one.
 *
 * @returns the hold-out's first row, for an example a user can try
 * @throws what the fit or the reading of the hold-out throws
 */
export async function fitAndScore(
  master: Master,
  running: RunningMaster,
  config: ChimeraConfig,
): Promise<ExampleRow | undefined> {
  // Before the fit: a fault in these files shall not come to light after a long training.
  // Learners of an aggregation may take missing values; the workers say so when they are asked to predict.
  const holdOut = readHoldOut(config.projectDir, master.task, {
    allowMissing: master.kind === "aggregation",
  });
  await fit(master, running, config, holdOut);
  if (holdOut === undefined) {
    console.log("There is no chimera_test_data, so nothing to score the model on.");
    return undefined;
  }
  await score(running, holdOut, master.task);
  return { columns: holdOut.columns, values: [...holdOut.X.data.subarray(0, holdOut.X.nColumns)] };
}

async function fit(
  master: Master,
  running: RunningMaster,
  config: ChimeraConfig,
  holdOut: Dataset | undefined,
): Promise<void> {
  const progress = createProgress({ stream: process.stderr });
  const workers = config.workers.map(({ name }) => name);
  // Of a pipeline; other masters tell of no stages.
  const collector = collectTimeline({ maxRecords: MAX_RECORDS });
  const onEvent: Progress["onEvent"] = (event) => {
    progress.onEvent(event);
    collector.onEvent(event);
    if (event.type !== "data-agreed" || holdOut === undefined) return;
    // What is thrown here ends the fit before its first round.
    const note = checkHoldOut(holdOut, event);
    if (note !== undefined) progress.print(`note: ${note}`);
  };
  progress.start({ algorithm: master.kind, maxIter: master.maxRounds, workers });
  try {
    progress.finish(await running.fit({ onEvent }));
  } finally {
    progress.finish();
  }
  const timeline = collector.timeline();
  if (timeline !== undefined) console.log(`\n${formatTimelineShortly(timeline)}`);
}

/** Accuracy, precision, recall and F1 of every class; or errors and r². */
async function score(running: RunningMaster, { columns, X, y }: Dataset, task: Task): Promise<void> {
  const { values } = await running.predict(columns, X).catch((error: unknown) => {
    throw new LaunchError(
      `The model cannot be scored on chimera_test_data/X_test.csv. ${(error as Error).message}`,
    );
  });
  console.log(`\nHold-out, ${X.nRows} rows that no worker has seen:`);
  console.log(
    task === "classifier"
      ? formatClassificationReport(classificationReport(y, values))
      : formatRegressionReport(regressionReport(y as Float64Array, Float64Array.from(values, Number))),
  );
}
