import { createInterface } from "node:readline";

/** The other end of a `LineProcess`: answers each line of standard input with one of standard output. */
export async function answerLines<Order, Answer>(answer: (order: Order) => Answer): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line) as Order))}\n`);
  }
}

/** @returns seconds that the work took, and what it made. */
export function timed<Result>(work: () => Result): [seconds: number, result: Result] {
  const startedAt = performance.now();
  const result = work();
  return [(performance.now() - startedAt) / 1000, result];
}
