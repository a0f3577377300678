import type { Task } from "@chimera/algorithms";
import type { WorkerName } from "../coordinator/coordinator.ts";
import type { Fleet } from "../coordinator/fleet.ts";
import type { AggregationAnswer } from "./messages.ts";
import { outOfBagScore, type OutOfBagSums } from "./out-of-bag.ts";

/** What a fit's report says of the rows out of the bag. */
export interface OutOfBagReport {
  oobScore: number | null;
  /** The fleet, each worker that scored its learner with its own score. */
  workers: Fleet[number][];
  /** What the score is of; `undefined` where no worker was to score its learner. */
  note: string | undefined;
}

/** Merges the workers' sums into one score, and gives each worker its own. */
export function reportOutOfBag(
  task: Task,
  fleet: Fleet,
  answers: readonly (readonly [WorkerName, AggregationAnswer])[],
): OutOfBagReport {
  const sums = new Map<WorkerName, OutOfBagSums>();
  for (const [name, answer] of answers) {
    if (answer.type === "fitted" && answer.outOfBag) sums.set(name, answer.outOfBag);
  }
  const oobScore = outOfBagScore([...sums.values()]);
  const workers = fleet.map((worker) => {
    const own = sums.get(worker.name);
    if (own === undefined) return worker;
    return { ...worker, outOfBag: { nSamples: own.nSamples, score: outOfBagScore([own]) } };
  });
  return { oobScore, workers, note: sums.size === 0 ? undefined : noteOf(task, oobScore, fleet, sums) };
}

function noteOf(
  task: Task,
  score: number | null,
  fleet: Fleet,
  sums: ReadonlyMap<WorkerName, OutOfBagSums>,
): string {
  if (score === null) return "Out of the bag: no worker has a row that its learner did not see.";
  const n = [...sums.values()].reduce((sum, { nSamples }) => sum + nSamples, 0);
  const shares = fleet.flatMap(({ name, nSamples }) =>
    sums.has(name) ? [`${name} ${sums.get(name)!.nSamples} of ${nSamples}`] : [],
  );
  const metric = task === "classifier" ? "accuracy" : "r²";
  return (
    `Out of the bag: ${metric} ${score.toFixed(3)} of single learners (not of the ensemble) on ${n} rows ` +
    `that they did not see (${shares.join(", ")}).`
  );
}
