import { batchNorm, dense, dropout } from "@chimera/algorithms";
import { describe, expect, test } from "vitest";
import { conduct } from "../coordinator/conduct.ts";
import { pipelineCoordinator } from "./coordinator.ts";
import { resolvePipeline, type PipelineOptions } from "./settings.ts";
import { trainInOneProcess } from "./serial.ts";
import { laboratory, RING_LAYERS, rings } from "./testing.ts";

const data = rings(50);

const base: PipelineOptions = { layers: RING_LAYERS, batchSize: 20, epochs: 3, microBatches: 4, seed: 5 };

async function compare(nWorkers: number, options: Partial<PipelineOptions>) {
  const lab = laboratory(nWorkers, data);
  const { model, training, report } = await lab.fit({ ...base, ...options });
  const serial = trainInOneProcess(training.plan, data.X, data.y, options.epochs ?? 3);
  return { lab, model, training, report, serial };
}

describe.each(["naive", "gpipe", "1f1b"] as const)("%s", (schedule) => {
  test.each([1, 2, 3, 4])("over %d stages learns what one process learns, bit for bit", async (stages) => {
    const { model, serial, training } = await compare(stages, { schedule });
    expect(training.plan.cut).toHaveLength(stages);
    expect(model.weights).toEqual(serial.weights);
    expect(training.loss).toBeCloseTo(serial.losses[2], 12);
  });
});

test("interleaved, with two parts on each worker", async () => {
  const { model, serial, training } = await compare(2, { schedule: "interleaved" });
  expect(training.plan.cut).toHaveLength(4);
  expect(model.weights).toEqual(serial.weights);
});

test("with dropout, BatchNorm, clipping, float64, a schedule of the step size and rounds within epochs", async () => {
  const layers = [
    dense(8, { activation: "tanh" }),
    batchNorm(),
    dropout(0.3),
    dense(6, { activation: "relu" }),
    dense(2),
  ];
  const options = {
    layers,
    clipNorm: 0.1,
    dtype: "float64",
    learningRate: "invscaling",
    eta0: 0.1,
    roundsPerEpoch: 2,
    optimizer: "momentum",
  } as const;
  const { model, serial, report } = await compare(3, { ...options });
  expect(report.iterations).toBe(6);
  expect(model.weights).toEqual(serial.weights);
});

test("replicas sum their gradients: the same sums as one process makes in their order", async () => {
  const layers = [dense(8, { activation: "tanh" }), batchNorm(), dense(2)];
  const { model, serial } = await compare(4, {
    layers,
    replicas: 2,
    stages: 2,
    microBatches: 2,
    clipNorm: 0.05,
  });
  expect(model.weights).toEqual(serial.weights);
});

test("replicas differ from one process that sums the micro-batches one by one by rounding alone", async () => {
  const { model, training } = await compare(4, { replicas: 2, stages: 2, microBatches: 2, dtype: "float64" });
  const { plan } = training;
  const flat = { ...plan, grid: { ...plan.grid, nReplicas: 1 }, microBatches: 4 };
  const { weights } = trainInOneProcess(flat, data.X, data.y, 3);
  expect(largestDifference(model.weights.parameters, weights.parameters)).toBeLessThan(1e-12);
});

/** Of two runs of one training whose sums are in another order. */
function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i])), 0);
}

describe("the weights of replicas are compared", () => {
  const options: PipelineOptions = { ...base, replicas: 2, stages: 2, microBatches: 2 };

  test("and the report tells their hashes, as the last event does", async () => {
    const { lab, report } = await compare(4, options);
    const hash = expect.stringMatching(/^[0-9a-f]{1,8}$/);
    expect(report.replicas).toEqual([
      { stage: 0, rank: 0, workers: ["worker1", "worker3"], hash },
      { stage: 1, rank: 0, workers: ["worker2", "worker4"], hash },
    ]);
    expect(lab.events.at(-1)).toEqual({ type: "replicas-compared", round: 3, replicas: report.replicas });
    const alone = await compare(2, { stages: 2 });
    expect(alone.report).not.toHaveProperty("replicas");
  });

  test("and a difference ends the fit, by name", async () => {
    const { transport, workers } = laboratory(4, data);
    const straying: typeof transport = {
      async deliver(to, order) {
        const delivery = await transport.deliver(to, order);
        const { answer } = delivery;
        const isOther = to === "worker4" && answer.type === "trained";
        return isOther ? { ...delivery, answer: { ...answer, fingerprint: "0" } } : delivery;
      },
    };
    const coordinator = pipelineCoordinator(resolvePipeline("classifier", options), {
      fitId: "fit",
      workers,
    });
    await expect(conduct(coordinator, straying, { now: () => 0, onEvent: () => undefined })).rejects.toThrow(
      /^The replicas worker2 and worker4 of stage 1 hold other weights after round 1 \([0-9a-f]+ and 0\)\. Give both/,
    );
  });
});

describe("tensor parallelism", () => {
  const layers = [
    dense(12, { activation: "tanh" }),
    dense(8, { activation: "relu" }),
    batchNorm(),
    dense(6),
    dense(2),
  ];
  const float64 = { layers, dtype: "float64", epochs: 2, clipNorm: 0.5 } as const;

  test.each([2, 3])(
    "over %d ranks learns what one process learns, up to the order of sums",
    async (tensorParallel) => {
      const { model, serial } = await compare(tensorParallel, { ...float64, tensorParallel });
      expect(largestDifference(model.weights.parameters, serial.weights.parameters)).toBeLessThan(1e-12);
      expect(model.weights.statistics.length).toBe(16);
      expect(largestDifference(model.weights.statistics, serial.weights.statistics)).toBeLessThan(1e-12);
    },
  );

  test("within a pipeline of two replicas", async () => {
    const options = {
      ...float64,
      layers: [dense(4), dense(8), dense(4), dense(2)],
      replicas: 2,
      stages: 2,
      tensorParallel: 2,
    };
    const { model, serial } = await compare(8, { ...options, microBatches: 2 });
    expect(largestDifference(model.weights.parameters, serial.weights.parameters)).toBeLessThan(1e-12);
  });

  test("a stage without a pair of dense layers is refused", async () => {
    const lab = laboratory(2, data);
    const alone = { ...base, layers: [dense(5), dense(2)], tensorParallel: 2 };
    await expect(lab.fit(alone)).rejects.toThrow(
      /tensorParallel must find in layers 0…1 \(dense, dense\) two dense layers/,
    );
  });
});
