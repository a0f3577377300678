import { bareRounds } from "../bare/rounds.ts";
import { GRADIENT, LOCAL_EPOCHS } from "../bare/settings.ts";
import { evenShards, makeData } from "../data/made-data.ts";
import type { ProjectFiles } from "../data/temporary-project.ts";
import { interleave, type Comparison } from "../measure/interleave.ts";
import { Report } from "../measure/report.ts";
import { parameterServerMaster, sgdWorker } from "../ours/user-files.ts";
import { secondsOf, sideBySide, type SideBySide } from "./side-by-side.ts";

const N_WORKERS = 3;
const N_FEATURES = 21;

export interface Fits {
  mode: "gradient" | "local-epochs";
  /** Over all workers. */
  nRows: number;
  /** Of one fit. */
  rounds: number;
}

/** A round of gradients with 3,800 rows on each worker. */
export async function round(): Promise<void> {
  const report = new Report("round: parameter server, 3 workers, logistic gradient on 11,400 × 21");
  const comparison = await compareRounds({ mode: "gradient", nRows: 11_400, rounds: 200 });
  report.comparison(comparison.hono, "ms a round", { ratio: { atMost: 1.3, unit: "" } });
  reportRaw(comparison.raw, report);
}

/** A round with next to nothing to compute: what remains is the way there and back. */
export async function emptyRound(): Promise<void> {
  const report = new Report("empty-round: parameter server, 3 workers with one row × 21 each");
  const comparison = await compareRounds({ mode: "gradient", nRows: N_WORKERS, rounds: 400 });
  report.comparison(comparison.hono, "ms a round", { ratio: { atMost: 1.5, unit: "" } });
  reportRaw(comparison.raw, report);
}

/** Seconds that the Python system took for the same work, once, on another machine with two cores. */
const PYTHON_SECONDS = 3.8;

/** What the Python system does: workers run an epoch of SGD, the master takes the mean of the updates. */
export async function localEpochs(): Promise<void> {
  const report = new Report(
    "local-epochs: 200 rounds of one local epoch, 3 workers, logistic on 11,400 × 21",
  );
  const fits: Fits = { mode: "local-epochs", nRows: 11_400, rounds: 200 };
  const comparison = await sideBySide(filesFor(fits), (both) =>
    interleave(
      () => secondsOf(() => ourFit(both, fits)),
      () => secondsOf(() => bareFit(both, fits)),
      { pairs: 9, warmUp: 2 },
    ),
  );
  report.comparison(comparison, "s", { ours: { atMost: PYTHON_SECONDS / 8, unit: "s" } });
  const factor = (PYTHON_SECONDS / comparison.ours.median).toFixed(1);
  report.line(
    "Python 0.1",
    `${PYTHON_SECONDS} s, measured elsewhere once: ours is ${factor} × faster (aim ≥ 8)`,
  );
}

/** Milliseconds a round of whole fits, against both bare loops. */
function compareRounds(fits: Fits): Promise<Record<"hono" | "raw", Comparison>> {
  const perRound = (seconds: number) => (seconds * 1000) / fits.rounds;
  return sideBySide(filesFor(fits), async (both) => {
    requireSameLoss(await ourFit(both, fits), await bareFit(both, fits));
    const against = (fit: typeof bareFit) =>
      interleave(
        async () => perRound(await secondsOf(() => ourFit(both, fits))),
        async () => perRound(await secondsOf(() => fit(both, fits))),
        { pairs: 15, warmUp: 3 },
      );
    return { hono: await against(bareFit), raw: await against(rawFit) };
  });
}

/** What is possible without any library. */
function reportRaw({ bare, ratio }: Comparison, report: Report): void {
  report.figure("raw node:http", bare, "ms a round");
  report.figure("ratio", ratio, "");
}

export function filesFor({ mode, nRows, rounds }: Fits): ProjectFiles {
  const settings = mode === "gradient" ? GRADIENT : LOCAL_EPOCHS;
  return {
    // Nothing is below ε = 0: all rounds are done.
    master: parameterServerMaster({ mode, maxIter: rounds, epsilon: 0, ...settings }),
    worker: sgdWorker,
    shards: evenShards(makeData(nRows, N_FEATURES), N_WORKERS),
  };
}

/** @returns the loss in the last round. */
export async function ourFit({ ours }: SideBySide, { rounds }: Fits): Promise<number> {
  const { fit, iterations, finalLoss } = await ours.client.fit();
  if (fit === "ok" && iterations === rounds && finalLoss !== null) return finalLoss;
  throw new Error(`Expected a fit of ${rounds} rounds with all workers, got "${fit}" after ${iterations}.`);
}

/** @returns the loss in the last round. */
export function bareFit({ bare }: SideBySide, { mode, rounds }: Fits): Promise<number> {
  return bareRounds(bare.workers, `/${mode}`, rounds, N_FEATURES + 1);
}

/** The same over `node:http` alone. */
export function rawFit({ bare }: SideBySide, { mode, rounds }: Fits): Promise<number> {
  const workers = bare.workers.map(({ postRaw }) => ({ post: postRaw }));
  return bareRounds(workers, `/${mode}`, rounds, N_FEATURES + 1);
}

/** Two that do the same work end at the same loss. */
function requireSameLoss(ours: number, bare: number): void {
  if (Math.abs(ours - bare) <= 1e-9 * bare) return;
  throw new Error(`Ours ends at the loss ${ours}, the bare loop at ${bare}: they do not do the same work.`);
}
