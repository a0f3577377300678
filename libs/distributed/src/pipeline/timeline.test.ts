import { describe, expect, test } from "vitest";
import { laboratory, rings, RING_LAYERS } from "./testing.ts";
import type { PipelineOptions } from "./settings.ts";
import type { ActionRecord } from "./timeline.ts";

const data = rings(24);
const OPTIONS: PipelineOptions = { layers: RING_LAYERS, batchSize: 24, epochs: 1, microBatches: 2 };

/** What every worker noted of one step. The laboratory's clock counts how often it was read. */
async function recordsOf(nWorkers: number, options: PipelineOptions): Promise<Map<string, ActionRecord[]>> {
  const lab = laboratory(nWorkers, data);
  await lab.fit({ ...OPTIONS, ...options });
  return new Map(
    lab.events.flatMap((event) => (event.type === "stage-timeline" ? [[event.worker, event.records]] : [])),
  );
}

const kinds = (records: readonly ActionRecord[]) =>
  records.map(({ type, microBatch }) => `${type} ${microBatch}`);
const ofType = (type: ActionRecord["type"]) => (record: ActionRecord) => record.type === type;

describe("what a worker notes of a step", () => {
  test("every action of its schedule, and what it sent to its neighbours", async () => {
    const records = await recordsOf(2, { stages: [2, 2], schedule: "gpipe" });
    const all = ["forward 0", "forward 1", "backward 0", "backward 1", "update 0"];
    expect([...records.values()].map(kinds)).toEqual([all, all]);
    // 12 rows × 8 activations in float32, forward from the first stage and backward from the second.
    const bytes = [...records.values()].map((own) => own.map(({ bytes }) => bytes));
    expect(bytes).toEqual([
      [384, 384, 0, 0, 0],
      [0, 0, 384, 384, 0],
    ]);
    for (const { exchangeMs } of [...records.values()].flat()) expect(exchangeMs).toBe(0);
  });

  test("the sum of the replicas' gradients, with its bytes and none of its time as computing", async () => {
    const records = await recordsOf(2, { stages: 1, replicas: 2 });
    const nParameters = 2 * 8 + 8 + (8 * 8 + 8) + (8 * 6 + 6) + (6 * 2 + 2);
    for (const own of records.values()) {
      const [{ bytes, computeMs, exchangeMs }] = own.filter(ofType("all-reduce"));
      expect(bytes).toBe(4 * nParameters);
      expect(exchangeMs).toBeGreaterThan(1);
      // From the end of the sum to the note.
      expect(computeMs).toBe(1);
    }
  });

  test("the norm of all gradients, where it is cut", async () => {
    const records = await recordsOf(2, { stages: [2, 2], clipNorm: 1 });
    for (const own of records.values()) {
      const exchanges = own.filter(ofType("all-reduce"));
      // A float64 for each layer.
      expect(exchanges.map(({ bytes }) => bytes)).toEqual([8 * RING_LAYERS.length]);
    }
  });

  test("nothing of that kind on a worker that has nobody to ask", async () => {
    const records = await recordsOf(1, { stages: 1, clipNorm: 1 });
    expect(records.get("worker1")!.filter(ofType("all-reduce"))).toEqual([]);
  });

  test("what ranks of tensor parallelism exchange within forwards and backwards, apart from computing", async () => {
    const records = await recordsOf(2, { stages: 1, tensorParallel: 2 });
    for (const own of records.values()) {
      const forwards = own.filter(ofType("forward"));
      // Two pairs of dense layers: the sums of 12 rows × 8 and 12 rows × 2 numbers.
      expect(forwards.map(({ bytes }) => bytes)).toEqual([4 * 12 * 10, 4 * 12 * 10]);
      for (const { exchangeMs } of forwards) expect(exchangeMs).toBeGreaterThan(0);
      for (const { computeMs } of own) expect(computeMs).toBeGreaterThanOrEqual(0);
    }
  });

  test("that it waited until what it had sent was there, before the update", async () => {
    const records = await recordsOf(2, { stages: [2, 2], schedule: "gpipe" });
    const [update] = records.get("worker2")!.filter(ofType("update"));
    expect(update.waitMs).toBeGreaterThan(0);
  });
});
