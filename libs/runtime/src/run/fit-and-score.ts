import type { ChimeraConfig } from "@chimera/config";
import { readHoldOut } from "@chimera/dataset";
import type { Master, RunningMaster } from "@chimera/nodes";
import { createProgress } from "@chimera/telemetry";
import type { ExampleRow } from "./example-request.ts";

/**
 * Fits with a progress display, then scores the hold-out in `chimera_test_data`, if there is one.
 *
 * @returns the hold-out's first row, for an example a user can try
 * @throws what the fit or the reading of the hold-out throws
 */
export async function fitAndScore(
  master: Master,
  running: RunningMaster,
  config: ChimeraConfig,
): Promise<ExampleRow | undefined> {
  const progress = createProgress({ stream: process.stderr });
  progress.start({
    algorithm: master.kind,
    maxIter: master.maxIter,
    workers: config.workers.map(({ name }) => name),
  });
  try {
    progress.finish(await running.fit({ onEvent: progress.onEvent }));
  } finally {
    progress.finish();
  }
  return score(master, running, config);
}
