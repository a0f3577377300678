import { ParameterError } from "@chimera/algorithms";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cut, madeData } from "../testing/made-data.ts";
import { averageOf } from "./average.ts";
import { resolveSettings, type ParameterServerOptions } from "./settings.ts";
import { predictWith } from "./trained-model.ts";
import { relativeDifference, train } from "./testing.ts";

const data = madeData("classifier", 240, 4);
const shards = cut(data, [100, 80, 60]);

describe("determinism", () => {
  for (const options of [
    { batchSize: 16, maxIter: 12, standardize: true },
    { mode: "local-epochs", epochs: 2, maxIter: 6, standardize: true },
  ] as const) {
    test(`same seed, same bits; another seed, other bits: ${JSON.stringify(options)}`, async () => {
      const [once, again] = [
        await train("classifier", shards, options),
        await train("classifier", shards, options),
      ];
      const other = await train("classifier", shards, { ...options, seed: 1 });
      expect(Array.from(again.model.parameters)).toEqual(Array.from(once.model.parameters));
      expect(Array.from(other.model.parameters)).not.toEqual(Array.from(once.model.parameters));
    });
  }

  test("workers on the same data draw different batches", async () => {
    const one = await train("classifier", [shards[0]], { batchSize: 16, maxIter: 1, standardize: true });
    const two = await train("classifier", [shards[0], shards[0]], {
      batchSize: 16,
      maxIter: 1,
      standardize: true,
    });
    expect(Array.from(two.model.parameters)).not.toEqual(Array.from(one.model.parameters));
  });
});

describe("stopping", () => {
  test("converged: the largest gradient component is below epsilon before maxIter", async () => {
    const { report } = await train("classifier", shards, {
      standardize: true,
      epsilon: 1e-6,
      alpha: 0.1,
      learningRate: 1,
      maxIter: 5000,
    });
    expect(report.converged).toBe(true);
    expect(report.iterations).toBeLessThan(5000);
  });

  test("a warm start goes on where the fit before ended, through a new standardisation", async () => {
    const settings = { standardize: true, maxIter: 20 };
    const first = await train("classifier", shards, settings);
    const second = await train("classifier", shards, { ...settings, warmStart: first.model });
    const atOnce = await train("classifier", shards, { ...settings, maxIter: 40 });
    expect(relativeDifference(second.model.parameters, atOnce.model.parameters)).toBeLessThan(1e-12);
  });

  test("an average that never began is noted: the model is the last θ", async () => {
    const { report, model } = await train("classifier", shards, {
      standardize: true,
      maxIter: 5,
      average: 6,
    });
    const plain = await train("classifier", shards, { standardize: true, maxIter: 5 });
    expect(report.notes).toEqual(["No average: training ended before round 6 made a step."]);
    expect(Array.from(model.parameters)).toEqual(Array.from(plain.model.parameters));
  });

  test("a loss that does not fall is noted, with what to try", async () => {
    const { report } = await train("classifier", shards, { learningRate: 50, maxIter: 5 });
    expect(report.notes).toEqual([
      expect.stringMatching(
        /^The loss did not fall \(0\.6931 in round 1, .* in round 5\): set standardize: true, or lower learningRate/,
      ),
    ]);
    expect((await train("classifier", shards, { maxIter: 5, standardize: true })).report.notes).toEqual([]);
  });

  test("divergence ends the fit with the cure", async () => {
    const wild = { learningRate: 1e6, maxIter: 500 };
    await expect(train("regressor", cut(madeData("regressor", 90, 5), [45, 45]), wild)).rejects.toThrow(
      /diverged in round \d+.*: lower learningRate/,
    );
  });
});

test("local epochs learn the problem about as well as gradients", async () => {
  const accuracy = async (options: ParameterServerOptions): Promise<number> => {
    const { model } = await train("classifier", shards, { maxIter: 100, standardize: true, ...options });
    return (
      predictWith(model, data.columns, data.X).filter((label, i) => label === data.y[i]).length /
      data.y.length
    );
  };
  expect(await accuracy({ mode: "local-epochs" })).toBeGreaterThan(
    (await accuracy({ learningRate: 1 })) - 0.02,
  );
});

describe("settings", () => {
  test("refused by name, rule and value", () => {
    const refusals: [object, string][] = [
      [{ maxIter: 0 }, "maxIter must be an integer ≥ 1, got 0."],
      [{ learningRate: -1 }, "learningRate must be a finite number > 0, got -1."],
      [{ loss: "squared_error" }, "loss must be one of hinge"],
      [
        { optimizer: "lbfgs" },
        "optimizer must be one of sgd, momentum, nesterov, adam, adamw, rmsprop, adagrad",
      ],
      [{ standardize: "yes" }, 'standardize must be true or false, got "yes".'],
      [{ batchSize: 2.5 }, "batchSize must be an integer ≥ 1, got 2.5."],
      [{ maxIters: 5 }, "option must be one of"],
      [{ penalty: "l3" }, "penalty must be one of l2, l1, elasticnet"],
      [{ l1Ratio: 2 }, "l1Ratio must be a number from 0 to 1, got 2."],
      [{ localBatchSize: 0 }, "localBatchSize must be an integer ≥ 1, got 0."],
      [{ average: 0 }, "average must be true, false or an integer ≥ 1, got 0."],
      [{ earlyStopping: 1 }, "earlyStopping must be true or false, got 1."],
      [{ validationFraction: 1 }, "validationFraction must be a number above 0 and below 1, got 1."],
      [{ nIterNoChange: 0 }, "nIterNoChange must be an integer ≥ 1, got 0."],
      [{ tol: -1 }, "tol must be a finite number ≥ 0, got -1."],
      [{ classWeight: "even" }, "classWeight must be balanced, null, or an object"],
      [{ classWeight: { a: -1 } }, 'finite numbers ≥ 0), got {"a":-1}.'],
    ];
    for (const [options, message] of refusals) {
      expect(() => resolveSettings("classifier", options)).toThrow(ParameterError);
      expect(() => resolveSettings("classifier", options)).toThrow(message);
    }
    expect(() => resolveSettings("regressor", { classWeight: "balanced" })).toThrow(
      'classWeight must be null for a regressor, got "balanced".',
    );
  });
});

describe("averageOf", () => {
  const contribution = fc.record({
    values: fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 3, maxLength: 3 }),
    loss: fc.double({ min: 0, max: 10, noNaN: true }),
    nSamples: fc.integer({ min: 0, max: 1000 }),
  });

  test("is the mean over all rows, as if each row had been counted on its own", () => {
    fc.assert(
      fc.property(fc.array(contribution, { minLength: 1, maxLength: 5 }), (contributions) => {
        const mean = new Float64Array(3);
        const given = contributions.map((c) => ({ ...c, values: Float64Array.from(c.values) }));
        const loss = averageOf(given, false, mean);
        const n = contributions.reduce((sum, c) => sum + c.nSamples, 0);
        for (let j = 0; j < 3; j++) {
          const sum = contributions.reduce((total, c) => total + c.nSamples * c.values[j], 0);
          expect(mean[j]).toBeCloseTo(n === 0 ? 0 : sum / n, 9);
        }
        const losses = contributions.reduce((sum, c) => sum + c.nSamples * c.loss, 0);
        if (n === 0) expect(loss).toBeNull();
        else expect(loss).toBeCloseTo(losses / n, 9);
      }),
    );
  });

  test("plain: everybody weighs alike; a loss nobody tells is null", () => {
    const mean = new Float64Array(1);
    const given = [
      { values: Float64Array.of(1), loss: null, nSamples: 1 },
      { values: Float64Array.of(3), loss: null, nSamples: null },
    ];
    expect(averageOf(given, true, mean)).toBeNull();
    expect(mean[0]).toBe(2);
  });
});
