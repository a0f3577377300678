import type { Addressed, CoordinatorEvent, WorkerName } from "./coordinator.ts";

/**
 * One order put to several workers at once; it is settled when each of them has answered or failed. Who was asked,
 * who answered and who failed is the membership of a round.
 */
export interface Poll<Answer> {
  readonly asked: readonly WorkerName[];
  readonly answers: ReadonlyMap<WorkerName, Answer>;
  readonly failures: ReadonlyMap<WorkerName, string>;
}

export function openPoll<Answer>(asked: readonly WorkerName[]): Poll<Answer> {
  return { asked, answers: new Map(), failures: new Map() };
}

/** Records an event; one from a worker that was not asked, or that has answered already, changes nothing. */
export function record<Answer>(poll: Poll<Answer>, event: CoordinatorEvent<Answer>): Poll<Answer> {
  const { worker } = event;
  if (!poll.asked.includes(worker) || poll.answers.has(worker) || poll.failures.has(worker)) return poll;
  return event.type === "answered"
    ? { ...poll, answers: new Map(poll.answers).set(worker, event.answer) }
    : { ...poll, failures: new Map(poll.failures).set(worker, event.reason) };
}

export function isSettled(poll: Poll<unknown>): boolean {
  return poll.answers.size + poll.failures.size === poll.asked.length;
}

/** The answers in the order of asking, not of arrival: sums over them are the same in every run. */
export function answersInOrder<Answer>(poll: Poll<Answer>): [WorkerName, Answer][] {
  return poll.asked.flatMap((worker) =>
    poll.answers.has(worker) ? [[worker, poll.answers.get(worker) as Answer] as [WorkerName, Answer]] : [],
  );
}

/** The same order for everyone; transports may rely on its identity to encode it once. */
export function broadcast<Order>(workers: readonly WorkerName[], order: Order): Addressed<Order>[] {
  return workers.map((to) => ({ to, order }));
}
