import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RunEvent } from "../coordinator/coordinator.ts";
import { softmaxClassifier } from "../testing/gradient-estimators.ts";
import { cut, madeData } from "../testing/made-data.ts";
import { afterRound, FRESH, mergeValidation, type Patience } from "./early-stopping.ts";
import { holdOut } from "./hold-out.ts";
import { modelSourceOf } from "./model-source.ts";
import { serialTraining } from "./serial.ts";
import { resolveSettings } from "./settings.ts";
import { fleetOf, train, type TrainOptions } from "./testing.ts";

const data = madeData("classifier", 200, 3);
const SIZES = [120, 30, 50];
const shards = cut(data, SIZES);
const options = {
  standardize: true,
  learningRate: 1,
  maxIter: 400,
  earlyStopping: true,
  validationFraction: 0.2,
  nIterNoChange: 4,
  tol: 1e-3,
} as const;
const softmax = softmaxClassifier();

async function watched(given: TrainOptions, parts = shards) {
  const events: RunEvent[] = [];
  const outcome = await train(softmax, parts, { ...given, onEvent: (event) => events.push(event) });
  const rounds = events.filter((event) => event.type === "round-finished");
  return { ...outcome, rounds, losses: rounds.map(({ validationLoss }) => validationLoss) };
}

describe("early stopping", () => {
  test("stops in the round, and at the losses, of the plain loop with the same rows held out", async () => {
    const { report, losses } = await watched(options);
    const settings = resolveSettings(softmax, options);
    const source = modelSourceOf(softmax);
    const reference = serialTraining(data, { settings, source, classes: [0, 1], sizes: SIZES });
    expect(reference.iterations).toBeGreaterThan(5);
    expect(reference.iterations).toBeLessThan(400);
    expect(report).toMatchObject({ iterations: reference.iterations, converged: false });
    losses.forEach((loss, r) => expect(loss).toBeCloseTo(reference.validationLosses[r], 12));
    const best = Math.min(...reference.validationLosses).toPrecision(4);
    expect(report.notes).toEqual([
      `Early stopping in round ${report.iterations}: for 4 rounds the validation loss did not fall by more than ` +
        `0.001 (best ${best}).`,
    ]);
  });

  test("takes no step in its last round: θ is the one that the last loss belongs to", async () => {
    const { report, rounds, model } = await watched(options);
    expect(rounds.at(-1)!.updateNorm).toBe(0);
    const shorter = await watched({ ...options, maxIter: report.iterations - 1 });
    expect(Array.from(shorter.model.parameters)).toEqual(Array.from(model.parameters));
    const without = await watched({ ...options, earlyStopping: false, maxIter: 5 });
    expect(without.rounds[0]).not.toHaveProperty("validationLoss");
  });

  test("says when it was not what ended the fit", async () => {
    const notes = async (change: TrainOptions) => (await watched({ ...options, ...change })).report.notes;
    expect(await notes({ maxIter: 3 })).toEqual([
      expect.stringMatching(/still fell \(0\.\d+\) after maxIter rounds/),
    ]);
    expect(await notes({ epsilon: 10 })).toEqual([
      "Stopped in round 1 by epsilon (10), not by early stopping.",
    ]);
    const single = cut(data, [1, 199]);
    const alone = await watched({ ...options, maxIter: 2 }, [{ ...single[0] }, { ...single[0], y: [1] }]);
    expect(alone.report.notes).toContainEqual("No early stopping: no worker told a validation loss.");
  });

  test("a worker counts in the mean by the rows it trains on, and is reported with all of them", async () => {
    const { report } = await watched(options);
    expect(report.workers.map(({ nSamples }) => nSamples)).toEqual(SIZES);
  });

  test("a worker that dies takes its held-out rows along: the comparison starts anew, the fit is partial", async () => {
    const whole = await watched(options);
    const round = whole.report.iterations - 1;
    const faults = [{ worker: "worker1", order: "gradient", round, moment: "before" as const }];
    const { report, losses } = await watched({ ...options, faults });
    expect(report.fit).toBe("partial");
    expect(report.workers[0]).toMatchObject({ state: "failed", rounds: round - 1, failure: { round } });
    // The round of the death is the first of a new comparison: four more without a fall must follow.
    expect(report.iterations).toBeGreaterThanOrEqual(round + 4);
    expect(losses.slice(0, round - 1)).toEqual(whole.losses.slice(0, round - 1));
    expect(losses[round - 1]).not.toBeCloseTo(whole.losses[round - 1]!, 6);
    expect(report.notes).toEqual([expect.stringMatching(/^Early stopping in round/)]);
  });

  test.each(["during", "after"] as const)("a worker that dies %s its answer ends nothing", async (moment) => {
    const faults = [{ worker: "worker3", order: "gradient", round: 2, moment }];
    const { report } = await watched({ ...options, faults, average: 3, classWeight: "balanced" });
    expect(report.fit).toBe("partial");
    expect(report.notes).toEqual([expect.stringMatching(/^Early stopping in round/)]);
  });

  test("a worker of chimera 0.1 holds out no rows, and the report says so", async () => {
    const fleet = fleetOf("classifier", shards);
    const legacy: typeof fleet.transport = {
      async deliver(to, order) {
        const delivery = await fleet.transport.deliver(to, order);
        if (to !== "worker2") return delivery;
        return {
          ...delivery,
          answer: { ...delivery.answer, nSamples: null, validation: undefined } as never,
        };
      },
    };
    const given = {
      ...options,
      standardize: false,
      mode: "local-epochs",
      maxIter: 3,
      transport: legacy,
    } as const;
    const { report } = await train("classifier", shards, given);
    expect(report.notes).toContainEqual("worker2 can hold out no rows for early stopping.");
    expect(report.notes).not.toContainEqual("No early stopping: no worker told a validation loss.");
  });

  test("local epochs stop too", async () => {
    const { report } = await watched({ ...options, mode: "local-epochs", learningRate: 0.1 });
    expect(report.iterations).toBeLessThan(100);
    expect(report.notes[0]).toMatch(/^Early stopping in round/);
  });
});

describe("patience", () => {
  const after = (losses: number[], tol: number): Patience =>
    losses.reduce((patience, loss) => afterRound(patience, { loss, nSamples: 9 }, tol), FRESH);

  test("counts the rounds without a fall by more than tol below the best", () => {
    expect(after([1], 0.25)).toEqual({ best: 1, nSamples: 9, unchanged: 0, last: 1 });
    expect(after([1, 0.5], 0.25).unchanged).toBe(0);
    expect(after([1, 0.75], 0.25)).toEqual({ best: 0.75, nSamples: 9, unchanged: 1, last: 0.75 });
    expect(after([1, 2, 0.9, 0.75], 0.25)).toEqual({ best: 0.75, nSamples: 9, unchanged: 3, last: 0.75 });
    expect(after([1, 2, 3, 0.5], 0.25).unchanged).toBe(0);
  });

  test("other rows held out: compared anew; none: left as it was", () => {
    const before = after([1, 1, 1], 0);
    expect(afterRound(before, { loss: 5, nSamples: 8 }, 0)).toEqual({
      best: 5,
      nSamples: 8,
      unchanged: 0,
      last: 5,
    });
    expect(afterRound(before, null, 0)).toEqual({ ...before, last: null });
  });

  test("losses merge by count; nobody, or no row: null", () => {
    const merged = mergeValidation([{ loss: 1, nSamples: 1 }, undefined, { loss: 5, nSamples: 3 }]);
    expect(merged).toEqual({ loss: 4, nSamples: 4 });
    expect(mergeValidation([undefined, { loss: 0, nSamples: 0 }])).toBeNull();
  });
});

test("a worker holds out at least one row, never all, the same ones every time", () => {
  const fraction = fc.double({ min: 0.001, max: 0.999, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 90 }), fraction, fc.nat(), (n, f, seed) => {
      const { training, validation } = holdOut(n, f, seed, "w");
      expect(validation.length).toBeGreaterThanOrEqual(1);
      expect(training.length).toBeGreaterThanOrEqual(1);
      expect(Math.abs(validation.length - f * n)).toBeLessThanOrEqual(1);
      expect([...training, ...validation].sort((a, b) => a - b)).toEqual(
        Array.from({ length: n }, (_, i) => i),
      );
      expect(holdOut(n, f, seed, "w")).toEqual({ training, validation });
    }),
    { seed: 3 },
  );
  expect(holdOut(1, 0.5, 0, "w")).toEqual({ training: Int32Array.of(0), validation: new Int32Array(0) });
  expect(holdOut(50, 0.5, 0, "w")).not.toEqual(holdOut(50, 0.5, 0, "v"));
});
