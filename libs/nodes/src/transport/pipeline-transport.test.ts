import type { Delivery, PipelineAnswer, PipelineOrder } from "@chimera/distributed";
import { describe, expect, test } from "vitest";
import { pipelineTransport } from "./pipeline-transport.ts";
import { WorkerGoneError } from "./worker-calls.ts";

const description: PipelineAnswer = {
  type: "description",
  name: "worker1",
  task: "classifier",
  columns: ["a"],
  nSamples: 1,
  classes: [0],
  fingerprint: "f",
  kernel: "typescript",
};

/** A worker that answers from its n-th question on; the clock goes on only in pauses. */
function awakeAt(n: number, returnSeconds = 30, failure?: Error) {
  const asked: [atMs: number, PipelineOrder][] = [];
  let ms = 0;
  const deliver = async (_to: string, order: PipelineOrder): Promise<Delivery<PipelineAnswer>> => {
    asked.push([ms, order]);
    if (asked.length < n) throw failure ?? new Error(`Nothing listens (${asked.length}).`);
    return { answer: description, bytesSent: 1, bytesReceived: 2 };
  };
  const pause = async (milliseconds: number, signal?: AbortSignal): Promise<void> => {
    ms += milliseconds;
    signal?.throwIfAborted();
  };
  const transport = pipelineTransport({ deliver }, returnSeconds, { now: () => ms, pause });
  return {
    asked,
    give: (order: PipelineOrder, signal?: AbortSignal) => transport.deliver("worker1", order, signal),
  };
}

describe("a pipeline's transport", () => {
  test("asks a worker that may be starting until it answers, with the plain question", async () => {
    const { give, asked } = awakeAt(4);
    expect(await give({ type: "describe", wait: true })).toMatchObject({ answer: description });
    expect(asked).toEqual([0, 250, 500, 750].map((atMs) => [atMs, { type: "describe" }]));
  });

  test.each([
    [0, 1],
    [1, 5],
    [30, 121],
  ])("gives up after %d s with the last reason", async (returnSeconds, questions) => {
    const { give } = awakeAt(Infinity, returnSeconds);
    await expect(give({ type: "describe", wait: true })).rejects.toThrow(`Nothing listens (${questions}).`);
  });

  test("ends with the signal's reason when the master is stopped meanwhile", async () => {
    const stopping = new AbortController();
    const { give, asked } = awakeAt(Infinity);
    const waiting = give({ type: "describe", wait: true }, stopping.signal);
    stopping.abort(new Error("The master was stopped."));
    await expect(waiting).rejects.toThrow("The master was stopped.");
    expect(asked).toHaveLength(1);
  });

  test("does not wait for a worker that ended for good", async () => {
    const gone = new WorkerGoneError("It is not started again.");
    const { give, asked } = awakeAt(Infinity, 30, gone);
    await expect(give({ type: "describe", wait: true })).rejects.toThrow(gone);
    expect(asked).toHaveLength(1);
  });

  test("asks every other order once", async () => {
    const orders: PipelineOrder[] = [
      { type: "describe" },
      { type: "train", runId: "fit.1", round: 1, from: 0, to: 1, keep: false },
    ];
    for (const order of orders) {
      const { give, asked } = awakeAt(2);
      await expect(give(order)).rejects.toThrow("Nothing listens (1).");
      expect(asked).toEqual([[0, order]]);
    }
  });

  test("takes an order to leave as followed by a worker that is gone", async () => {
    const order = { type: "abandon", runId: "fit.1", reason: "worker2 failed." } as const;
    expect(await awakeAt(2).give(order)).toEqual({
      answer: { type: "abandoned" },
      bytesSent: 0,
      bytesReceived: 0,
    });
  });
});
