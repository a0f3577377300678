import { startBigRounds } from "../bare/big-rounds.ts";
import { evenShards, makeData } from "../data/made-data.ts";
import { makeProject } from "../data/temporary-project.ts";
import { interleave } from "../measure/interleave.ts";
import { Report } from "../measure/report.ts";
import { startOurs } from "../ours/program.ts";
import { wideEstimator, wideMaster, wideWorker } from "../ours/user-files.ts";
import { secondsOf } from "./side-by-side.ts";

const N_WORKERS = 3;
const N_PARAMETERS = 1_000_000;
const ROUNDS = 10;
const PAIRS = { pairs: 5, warmUp: 1 };

/** Rounds of a model so large that a round is the transfer of its parameters and gradients. */
export async function bigRound(): Promise<void> {
  const report = new Report(
    "big-round: parameter server, 3 workers, 1,000,000 float32 parameters, a gradient that costs nothing",
  );
  const project = makeProject({
    master: wideMaster({ maxIter: ROUNDS, epsilon: 0, wireDtype: "float32" }),
    worker: wideWorker,
    own: wideEstimator(N_PARAMETERS),
    shards: evenShards(makeData(2 * N_WORKERS, 1), N_WORKERS),
  });
  const ours = await startOurs(project.dir);
  const bare = await startBigRounds(N_WORKERS, N_PARAMETERS);
  const perSecond = async (work: () => Promise<unknown>) => ROUNDS / (await secondsOf(work));
  try {
    const comparison = await interleave(
      () => perSecond(async () => requireRounds(await ours.client.fit())),
      () => perSecond(() => bare.run(ROUNDS)),
      PAIRS,
    );
    report.comparison(comparison, "rounds/s", { ours: { atLeast: 10, unit: "rounds/s" } });
  } finally {
    await bare.stop();
    await ours.stop();
    project.remove();
  }
}

function requireRounds({ fit, iterations }: { fit: string; iterations: number }): void {
  if (fit === "ok" && iterations === ROUNDS) return;
  throw new Error(`Expected a fit of ${ROUNDS} rounds with all workers, got "${fit}" after ${iterations}.`);
}
