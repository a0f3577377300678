import { expect, test } from "vitest";
import { conduct } from "./conduct.ts";
import type { Coordinator, Transport } from "./coordinator.ts";

/** Asks one worker `rounds` times. */
function counting(rounds: number): Coordinator<number, { type: string }, string, string> {
  const step = (state: number) => ({
    state,
    orders: state < rounds ? [{ to: "worker1", order: { type: "count" } }] : [],
    facts: [],
  });
  return {
    start: () => step(0),
    faultOf: (_, answer) => (answer === "done" ? undefined : `It answered ${answer}.`),
    next: (state) => step(state + 1),
    outcome: (state) => (state >= rounds ? `${state} answers` : undefined),
  };
}

const obedient: Transport<{ type: string }, string> = {
  deliver: async () => ({ answer: "done", bytesSent: 3, bytesReceived: 4 }),
};
const now = (): number => 0;

test("drives the coordinator to its outcome and adds up the bytes", async () => {
  const result = await conduct(counting(5), obedient, { now });
  expect(result).toEqual({ outcome: "5 answers", traffic: { bytesSent: 15, bytesReceived: 20 } });
});

test("an abort ends a run that waits, with the signal's reason", async () => {
  const stopped = new AbortController();
  const silent: Transport<{ type: string }, string> = { deliver: () => new Promise(() => undefined) };
  const run = conduct(counting(1), silent, { now, signal: stopped.signal });
  stopped.abort(new Error("The master was stopped."));
  await expect(run).rejects.toThrow("The master was stopped.");
});

test("a signal that is aborted already starts nothing", async () => {
  const orders: string[] = [];
  const run = conduct(counting(1), obedient, {
    now,
    signal: AbortSignal.abort(new Error("too late")),
    onEvent: ({ type }) => orders.push(type),
  });
  await expect(run).rejects.toThrow("too late");
  expect(orders).toEqual([]);
});

test("a watcher that throws ends the run instead of hanging it", async () => {
  const onEvent = ({ type }: { type: string }): void => {
    if (type === "answer-received") throw new Error("the disk of the watcher is full");
  };
  await expect(conduct(counting(3), obedient, { now, onEvent })).rejects.toThrow(
    "the disk of the watcher is full",
  );
});

test("many runs under one signal leave no listener behind", async () => {
  const { signal } = new AbortController();
  let listening = 0;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...args: Parameters<typeof add>) => (listening++, add(...args));
  signal.removeEventListener = (...args: Parameters<typeof remove>) => (listening--, remove(...args));
  for (let i = 0; i < 20; i++) await conduct(counting(1), obedient, { now, signal });
  expect(listening).toBe(0);
});

test("an answer that does not fit is a failure of its worker, told to the watcher", async () => {
  const odd: Transport<{ type: string }, string> = {
    deliver: async () => ({ answer: "nonsense", bytesSent: 0, bytesReceived: 0 }),
  };
  const reasons: string[] = [];
  await conduct(counting(1), odd, {
    now,
    onEvent: (event) => event.type === "worker-failed" && reasons.push(event.reason),
  });
  expect(reasons).toEqual(["It answered nonsense."]);
});
