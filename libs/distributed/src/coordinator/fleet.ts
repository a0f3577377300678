import type { WorkerName } from "./coordinator.ts";
import { CoordinationError } from "./errors.ts";
import type { WorkerReport } from "./fit-report.ts";
import type { Poll } from "./poll.ts";

/**
 * The workers of one fit and what became of them. A worker that fails once is out for the rest of the fit: it may
 * have lost what it was told before. The next fit asks it again.
 */
export type Fleet = readonly WorkerReport[];

export function assembleFleet(workers: readonly WorkerName[]): Fleet {
  if (workers.length === 0)
    throw new CoordinationError("no-workers", "There are no workers: name at least one.");
  return workers.map((name) => ({ name, state: "ok", nSamples: null, rounds: 0 }));
}

/** Those still taking part, in the fleet's order. */
export function membersOf(fleet: Fleet): WorkerName[] {
  return fleet.filter(({ state }) => state === "ok").map(({ name }) => name);
}

/**
 * Enters a settled poll: a round more for those who answered a round, the failure for those who failed.
 *
 * @throws CoordinationError when nobody is left, with everybody's reason.
 */
export function enterPoll(fleet: Fleet, poll: Poll<unknown>, order: string, round: number): Fleet {
  const entered = fleet.map((worker): WorkerReport => {
    const reason = poll.failures.get(worker.name);
    if (reason !== undefined) return { ...worker, state: "failed", failure: { order, round, reason } };
    const counts = round > 0 && poll.answers.has(worker.name);
    return counts ? { ...worker, rounds: worker.rounds + 1 } : worker;
  });
  if (membersOf(entered).length === 0) throw nobodyLeft(entered);
  return entered;
}

/** @throws CoordinationError with everybody's reason when nobody answered an order that belongs to no fit. */
export function requireAnswers(poll: Poll<unknown>, order: string): void {
  enterPoll(assembleFleet(poll.asked), poll, order, 0);
}

function nobodyLeft(fleet: Fleet): CoordinationError {
  const reasons = fleet.map(({ name, failure }) => `${name} (${failureText(failure)})`);
  return new CoordinationError("no-workers", `No worker is left: ${reasons.join("; ")}`);
}

function failureText(failure: WorkerReport["failure"]): string {
  if (!failure) return "no reason known";
  const when = failure.round > 0 ? `${failure.order}, round ${failure.round}` : failure.order;
  return `${when}: ${failure.reason}`;
}

export function withSampleCounts(fleet: Fleet, counts: ReadonlyMap<WorkerName, number | null>): Fleet {
  return fleet.map((worker) => ({ ...worker, nSamples: counts.get(worker.name) ?? worker.nSamples }));
}

/** `ok` when every worker took part to the end. */
export function verdict(fleet: Fleet): "ok" | "partial" {
  return fleet.every(({ state }) => state === "ok") ? "ok" : "partial";
}
