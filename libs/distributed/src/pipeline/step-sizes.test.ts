import { dense, stepSizeAt } from "@chimera/algorithms";
import { describe, expect, test } from "vitest";
import { InterruptedTraining } from "./recovery.ts";
import { trainInOneProcess } from "./serial.ts";
import { resolvePipeline, type PipelineOptions } from "./settings.ts";
import { stepSizesFor } from "./step-sizes.ts";
import { laboratory, RING_LAYERS, rings } from "./testing.ts";

const data = rings(50);
const base: PipelineOptions = {
  layers: RING_LAYERS,
  stages: 3,
  batchSize: 20,
  epochs: 4,
  eta0: 0.05,
  optimizer: "momentum",
  seed: 5,
};
const SCHEDULES: Partial<PipelineOptions>[] = [
  { learningRate: "constant" },
  { learningRate: "invscaling", powerT: 0.5 },
  { learningRate: "step", gamma: 0.1, decayEpochs: 1 },
  { learningRate: "exponential", decayEpochs: 0.5, warmupEpochs: 0.5 },
  { learningRate: "cosine", etaMin: 1e-3, warmupEpochs: 1 },
];

describe.each(SCHEDULES)("with the step sizes of %j", (schedule) => {
  const options = { ...base, ...schedule };

  test("three stages learn what one process learns, bit for bit, and not what they learn without", async () => {
    const { model, training } = await laboratory(3, data).fit(options);
    const { weights } = trainInOneProcess(training.plan, data.X, data.y, 4);
    expect(model.weights).toEqual(weights);
    const plain = await laboratory(3, data).fit({ ...base, learningRate: 0.05, eta0: undefined });
    if (schedule.learningRate === "constant") expect(plain.model.weights).toEqual(weights);
    else expect(plain.model.weights).not.toEqual(weights);
  });

  test("a worker that dies and comes back changes nothing", async () => {
    const lab = laboratory(3, data);
    lab.before = (to, order) => {
      if (to !== "worker2" || order.type !== "train" || order.round !== 3) return;
      lab.before = () => undefined;
      lab.peers.lose("worker2");
      lab.restart("worker2");
      throw new Error("worker2 ended while it was answering.");
    };
    const { model, training } = await lab.fit(options);
    expect(training.attempt).toBe(2);
    expect(model.weights).toEqual(trainInOneProcess(training.plan, data.X, data.y, 4).weights);
  });

  test("a warm start from the checkpoint of a fit that failed goes on with the sizes it would have had", async () => {
    const lab = laboratory(3, data);
    lab.before = (to, order) => {
      if (to !== "worker2") return;
      if (order.type === "train" && order.round === 3) throw new Error("worker2 ended.");
      if (order.type === "describe" && order.wait) throw new Error("refused.");
    };
    const error = await lab.fit(options).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(InterruptedTraining);
    lab.before = () => undefined;
    const { checkpoint } = error as InterruptedTraining;
    const { model, training } = await lab.fit(options, { fitId: "second", from: checkpoint! });
    expect(checkpoint!.round).toBe(2);
    expect(model.weights).toEqual(trainInOneProcess(training.plan, data.X, data.y, 4).weights);
  });
});

test("epochs are counted in steps of their batches", () => {
  const settings = resolvePipeline("classifier", { ...base, learningRate: "cosine", warmupEpochs: 0.5 });
  // 50 rows in batches of at most 20 are three steps.
  const sizes = stepSizesFor(settings, 50);
  expect(sizes).toMatchObject({ schedule: "cosine", nSteps: 12, warmupSteps: 1, decaySteps: 15 });
  expect(stepSizeAt(sizes, 1)).toBe(0.05);
  expect(stepSizeAt(sizes, 12)).toBeCloseTo(0.025 * (1 + Math.cos((10 / 11) * Math.PI)), 15);
});

test("a number may have a warm-up too", () => {
  const settings = resolvePipeline("classifier", {
    ...base,
    eta0: undefined,
    learningRate: 0.3,
    warmupEpochs: 1,
  });
  const sizes = stepSizesFor(settings, 50);
  expect([1, 2, 3, 4].map((t) => stepSizeAt(sizes, t))).toEqual(
    [0.1, 0.2, 0.3, 0.3].map((eta) => expect.closeTo(eta, 15)),
  );
});

test.each<[Partial<PipelineOptions>, string]>([
  [
    { learningRate: "adaptive" as never },
    "learningRate must be one of constant, invscaling, step, exponential, cosine",
  ],
  [{ learningRate: 0.1 }, "eta0 must be left out unless learningRate is a schedule, got 0.05."],
  [
    { learningRate: "cosine", gamma: 0.5 },
    "gamma must be left out unless learningRate is step or exponential, got 0.5.",
  ],
  [
    { learningRate: 0.1, eta0: undefined, decayEpochs: 3 },
    "decayEpochs must be left out unless learningRate is step or exponential",
  ],
  [{ learningRate: "step", etaMin: 0.01 }, "etaMin must be left out unless learningRate is cosine"],
  [{ learningRate: "step", eta0: 0 }, "eta0 must be a finite number > 0, got 0."],
  [{ learningRate: "step", gamma: 2 }, "gamma must be a number above 0 and at most 1, got 2."],
  [{ learningRate: "step", decayEpochs: 0 }, "decayEpochs must be a finite number > 0, got 0."],
  [
    { learningRate: "cosine", etaMin: 0.06 },
    "etaMin must be a number from 0 to the first step size, 0.05, got 0.06.",
  ],
  [
    { learningRate: "cosine", warmupEpochs: 4 },
    "warmupEpochs must be a number ≥ 0 and below epochs, 4, got 4.",
  ],
  [{ learningRate: "cosine", warmupEpochs: -1 }, "warmupEpochs must be a number ≥ 0"],
  [{ learningRate: "invscaling", powerT: NaN }, "powerT must be a finite number"],
])("%j is refused", (options, message) => {
  expect(() => resolvePipeline("classifier", { ...base, ...options })).toThrow(message);
});

test("steps without a size are refused before the training", async () => {
  const options = { ...base, learningRate: "exponential", gamma: 1e-200, decayEpochs: 1 } as const;
  await expect(
    laboratory(3, data).fit({ ...options, layers: [dense(2), dense(2), dense(2)] }),
  ).rejects.toThrow("learningRate must have a finite step size > 0 at step 12, the last, got 0.");
});
