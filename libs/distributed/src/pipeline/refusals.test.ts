import { dense, matrix } from "@chimera/algorithms";
import { describe, expect, test } from "vitest";
import type { PipelineOptions } from "./settings.ts";
import { laboratory, RING_LAYERS, rings } from "./testing.ts";

const data = rings(50);
const options: PipelineOptions = { layers: RING_LAYERS, batchSize: 20, epochs: 4, stages: 3, seed: 5 };

describe("is refused before training", () => {
  const refused = (nWorkers: number, more: Partial<PipelineOptions>, of = data): Promise<unknown> =>
    laboratory(nWorkers, of).fit({ ...options, ...more });

  test.each<[string, number, Partial<PipelineOptions>, RegExp]>([
    ["more stages than layers", 5, { stages: 5 }, /stages must be at most the number of layers, 4/],
    [
      "another number of workers",
      2,
      {},
      /^The pipeline needs 3 workers \(1 replica × 3 stages × 1 rank\), got 2 \(worker1, worker2\): change/,
    ],
    [
      "outputs that are not the classes",
      3,
      { layers: [...RING_LAYERS, dense(3)] },
      /^layer 4 \(dense\) must have 2 outputs, for 2 classes/,
    ],
    [
      "an unknown layer",
      3,
      { layers: [dense(4), { type: "densse" }, dense(2)] },
      /type of layer 1 \(densse\) must be one of dense/,
    ],
    [
      "an unknown activation",
      3,
      { layers: [dense(4), dense(4, { activation: "rellu" }), dense(2)] },
      /activation of layer 1 \(dense\)/,
    ],
    [
      "an input of another size",
      3,
      { inputShape: [3] },
      /inputShape must have as many numbers as there are feature columns, 2/,
    ],
    [
      "micro-batches without rows",
      3,
      { microBatches: 17 },
      /microBatches must be at most the rows of a batch \(16 of 50 rows/,
    ],
    [
      "a cut that does not add up",
      3,
      { stages: [1, 1, 1] },
      /stages must list how many layers each of 3 parts has, 4 in all/,
    ],
    [
      "one output for two classes, without the loss for that",
      3,
      { layers: [...RING_LAYERS, dense(1)] },
      /^layer 4 \(dense\) must have 2 outputs, for 2 classes with cross_entropy, got 1: one output for two classes takes the loss binary_cross_entropy\.$/,
    ],
    [
      "two classes' loss for one output each",
      3,
      { loss: "binary_cross_entropy" },
      /must have 1 output, for 2 classes/,
    ],
    [
      "interleaved that does not come out even",
      2,
      { stages: 2, schedule: "interleaved", microBatches: 3 },
      /multiple of stages/,
    ],
  ])("%s", async (_, nWorkers, more, message) => {
    await expect(refused(nWorkers, more)).rejects.toThrow(message);
  });

  test.each([
    [
      { standardize: true },
      "features whose variance is a finite number, got an overflow in feature 1, counted from 0.",
    ],
    [{ standardize: "jointly" }, "features whose variance is a finite number, got an overflow."],
    [{ standardize: false }, "features that are finite numbers in float32, got 1e+300 in row 7, column x2."],
  ] as const)("rows that overflow, with %j", async (more, message) => {
    const X = matrix(50, 2, data.X.data.slice());
    X.data[15] = 1e300;
    await expect(refused(3, more, { ...data, X })).rejects.toThrow(`worker1: Expected ${message}`);
  });

  test("workers whose addresses were exchanged, before anything is prepared", async () => {
    const lab = laboratory(2, data);
    const { deliver } = lab.transport;
    const exchanged = { worker1: "worker2", worker2: "worker1" };
    const asked: string[] = [];
    lab.transport.deliver = (to, order) => {
      asked.push(order.type);
      return deliver(exchanged[to as keyof typeof exchanged], order);
    };
    await expect(lab.fit({ ...options, stages: 2 })).rejects.toThrow(
      "At the address of worker1 answers worker2: list the workers' addresses in the order of their names.",
    );
    expect(asked).toEqual(["describe", "describe"]);
  });

  test("workers with other copies of the data, by name", async () => {
    const lab = laboratory(2, data);
    const other = laboratory(2, rings(50, 2));
    const { deliver } = lab.transport;
    Object.assign(lab.transport, {
      deliver: (...args: Parameters<typeof deliver>) =>
        args[0] === "worker2" ? other.transport.deliver(...args) : deliver(...args),
    });
    await expect(lab.fit({ ...options, stages: 2 })).rejects.toThrow(
      "The data set of worker2 is not that of worker1 (50 rows, but others or in another order)",
    );
  });
});
