import fc from "fast-check";
import { describe, expect, test } from "vitest";
import references from "../../references/losses/references.json" with { type: "json" };
import { DataError, ParameterError } from "../errors.ts";
import { chooseLoss } from "./choose-loss.ts";
import { PROBABILITIES, RESPONSES } from "./links.ts";
import { logLoss, sigmoid } from "./log-loss.ts";
import { createLoss, lossNames, type LossName } from "./losses.ts";
import type { PointwiseLoss } from "./pointwise-loss.ts";
import { softmaxLoss } from "./softmax.ts";

fc.configureGlobal({ seed: 1 });

const { epsilon, quantile } = references;
const names = Object.keys(references.pointwise) as (keyof typeof references.pointwise)[];
const scores = fc.double({ min: -30, max: 30, noNaN: true });

function pointwise(name: LossName): PointwiseLoss {
  const loss = createLoss(name, { epsilon, quantile });
  if (loss.kind !== "pointwise") throw new Error(`${name} is not pointwise`);
  return loss.pointwise;
}

/** ±1 for a classifier, numbers ≥ 0 for a regressor. */
function targetsFor(name: LossName) {
  return createLoss(name).task === "classifier"
    ? fc.constantFrom(-1, 1)
    : fc.double({ min: 0, max: 10, noNaN: true });
}

/** Where the slope of the loss jumps, as y p for classifiers and p − y for regressors. */
const KINKS: Partial<Record<LossName, number[]>> = {
  hinge: [1],
  perceptron: [0],
  epsilon_insensitive: [-epsilon, epsilon],
  quantile: [0],
};

function isNearKink(name: LossName, y: number, p: number): boolean {
  const at = createLoss(name).task === "classifier" ? y * p : p - y;
  return (KINKS[name] ?? []).some((kink) => Math.abs(at - kink) < 1e-3);
}

describe.each(names)("%s", (name) => {
  const loss = pointwise(name);

  test("carries its name", () => {
    expect(loss.name).toBe(name);
  });

  test("equals scikit-learn's value and derivative, near and far, and is finite", () => {
    for (const [y, p, value, derivative] of references.pointwise[name]) {
      const tolerance = 1e-9 * Math.max(1, Math.abs(value));
      expect(Math.abs(loss.value(y, p) - value)).toBeLessThanOrEqual(tolerance);
      expect(Math.abs(loss.derivative(y, p) - derivative)).toBeLessThanOrEqual(tolerance);
      expect(Number.isFinite(loss.value(y, p)) && Number.isFinite(loss.derivative(y, p))).toBe(true);
    }
  });

  test("the derivative is the slope of the value (finite differences, away from kinks)", () => {
    fc.assert(
      fc.property(targetsFor(name), scores, (y, p) => {
        fc.pre(!isNearKink(name, y, p));
        const h = 1e-5;
        const slope = (loss.value(y, p + h) - loss.value(y, p - h)) / (2 * h);
        const tolerance = 1e-6 * (1 + Math.abs(loss.value(y, p)));
        expect(Math.abs(loss.derivative(y, p) - slope)).toBeLessThan(tolerance);
      }),
    );
  });

  test("many at once are each one's value and derivative, also in place", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(targetsFor(name), scores), { maxLength: 20 }), (pairs) => {
        const y = Float64Array.from(pairs, ([target]) => target);
        const p = Float64Array.from(pairs, ([, score]) => score);
        const values = new Float64Array(pairs.length);
        loss.evaluate(y, p, pairs.length, values, p);
        pairs.forEach(([target, score], i) => {
          const value = loss.value(target, score);
          expect(Math.abs(values[i] - value)).toBeLessThan(1e-12 * (1 + Math.abs(value)));
          expect(p[i]).toBe(loss.derivative(target, score));
        });
      }),
    );
  });

  test("only the first n pairs are read and written", () => {
    const [values, derivatives] = [new Float64Array(3).fill(9), new Float64Array(3).fill(9)];
    loss.evaluate(new Float64Array(3), new Float64Array(3).fill(1), 2, values, derivatives);
    expect(derivatives[1]).not.toBe(9);
    expect([values[2], derivatives[2]]).toEqual([9, 9]);
  });
});

test("worked by hand", () => {
  const at = (name: LossName, y: number, p: number) => [
    pointwise(name).value(y, p),
    pointwise(name).derivative(y, p),
  ];
  expect(at("hinge", -1, 0.5)).toEqual([1.5, 1]);
  expect(at("squared_hinge", 1, 0.5)).toEqual([0.25, -1]);
  expect(at("perceptron", 1, -2)).toEqual([2, -1]);
  expect(at("modified_huber", 1, -3)).toEqual([12, -4]);
  expect(at("squared_error", 1, 3)).toEqual([2, 2]);
  expect(at("poisson", 2, 0)).toEqual([1, -1]);
  expect(at("quantile", 1, 0)[0]).toBeCloseTo(0.3, 15);
  expect(at("quantile", 0, 1)[1]).toBeCloseTo(0.7, 15);
});

describe("log_loss", () => {
  const { value, derivative } = logLoss;

  test("stepwise it is the same: slopes row by row, values in sum, up to 512 rows of any score", () => {
    const rows = fc.array(fc.tuple(fc.constantFrom(-1, 1), fc.double({ min: -800, max: 800, noNaN: true })), {
      maxLength: 512,
      size: "max",
    });
    fc.assert(
      fc.property(rows, (pairs) => {
        const y = Float64Array.from(pairs, ([target]) => target);
        const p = Float64Array.from(pairs, ([, score]) => score);
        const slopes = new Float64Array(pairs.length);
        logLoss.stepwise?.slopes(y, p, pairs.length, slopes);
        pairs.forEach(([target, score], i) => expect(slopes[i]).toBe(derivative(target, score)));
        const expected = pairs.reduce((total, [target, score]) => total + value(target, score), 0);
        const sum = logLoss.stepwise?.sum(y, p, pairs.length, slopes) ?? NaN;
        expect(Math.abs(sum - expected)).toBeLessThan(1e-12 * (1 + expected));
      }),
    );
    const zeros = new Float64Array(512);
    const ones = new Float64Array(512).fill(1);
    expect(
      logLoss.stepwise?.sum(
        ones,
        zeros,
        512,
        ones.map(() => -0.5),
      ),
    ).toBeCloseTo(512 * Math.LN2, 9);
  });

  test("does not overflow at scores of ±700 and beyond, and keeps the digits of small derivatives", () => {
    expect(value(1, -700)).toBe(700);
    expect(value(-1, 700)).toBe(700);
    expect(value(-1, 1e300)).toBe(1e300);
    expect(derivative(-1, 700)).toBe(1);
    expect(derivative(1, -700)).toBe(-1);
    expect(value(1, 700) / Math.exp(-700)).toBeCloseTo(1, 12);
    expect(derivative(1, 700) / -Math.exp(-700)).toBeCloseTo(1, 12);
    expect(value(1, 1e4)).toBe(0);
    expect(value(1, 0)).toBeCloseTo(Math.LN2, 15);
  });
});

describe("softmax", () => {
  const evaluate = (codes: number[], rows: number[][]) => {
    const K = rows[0].length;
    const derivatives = Float64Array.from(rows.flat());
    const values = new Float64Array(codes.length);
    softmaxLoss.evaluate(Float64Array.from(codes), derivatives, codes.length, K, values, derivatives);
    return { values, derivatives };
  };

  test("equals scikit-learn's multinomial loss and gradient, also at scores of ±700", () => {
    const { codes, scores: rows, values, slopes } = references.softmax;
    const ours = evaluate(codes, rows);
    values.forEach((value, i) => expect(ours.values[i]).toBeCloseTo(value, 9));
    slopes.flat().forEach((slope, at) => expect(ours.derivatives[at]).toBeCloseTo(slope, 12));
  });

  test("of two classes it is the logistic loss of the difference", () => {
    fc.assert(
      fc.property(scores, scores, fc.constantFrom(0, 1), (a, b, code) => {
        const { values, derivatives } = evaluate([code], [[a, b]]);
        const y = code === 1 ? 1 : -1;
        expect(values[0]).toBeCloseTo(logLoss.value(y, b - a), 9);
        expect(derivatives[1]).toBeCloseTo(logLoss.derivative(y, b - a), 9);
        expect(derivatives[0] + derivatives[1]).toBeCloseTo(0, 12);
      }),
    );
  });

  test("its derivatives are the slopes of the value (finite differences)", () => {
    const row = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(row, fc.nat(3), fc.nat(3), (p, code, k) => {
        const h = 1e-5;
        const shifted = (by: number) => evaluate([code], [p.map((x, l) => (l === k ? x + by : x))]).values[0];
        const slope = (shifted(h) - shifted(-h)) / (2 * h);
        expect(evaluate([code], [p]).derivatives[k]).toBeCloseTo(slope, 6);
      }),
    );
  });

  test("one class alone costs nothing", () => {
    expect(evaluate([0], [[3]])).toEqual({ values: Float64Array.of(0), derivatives: Float64Array.of(0) });
  });
});

describe("links", () => {
  test("sigmoid: a half at 0, 0 and 1 far away, symmetric", () => {
    expect(sigmoid(0)).toBe(0.5);
    expect(sigmoid(1000)).toBe(1);
    expect(sigmoid(-1000)).toBe(0);
    expect(sigmoid(-700)).toBeGreaterThan(0);
  });

  test("a probability and that of the other class sum to 1, in 0…1", () => {
    fc.assert(
      fc.property(scores, fc.constantFrom("logit", "clipped" as const), (p, link) => {
        const q = PROBABILITIES[link as "logit"];
        expect(q(p) + q(-p)).toBeCloseTo(1, 14);
        expect(q(p) >= 0 && q(p) <= 1 && q(700) === 1 && q(-700) < 1e-300).toBe(true);
      }),
    );
    expect(PROBABILITIES.clipped(0.5)).toBe(0.75);
  });

  test("responses", () => {
    expect([RESPONSES.identity(-3), RESPONSES.log(0), RESPONSES.log(-700) > 0]).toEqual([-3, 1, true]);
  });
});

describe("choosing", () => {
  test("every name makes the loss of its task", () => {
    for (const task of ["classifier", "regressor"] as const) {
      for (const name of lossNames(task)) expect(createLoss(name).task).toBe(task);
    }
    expect([...lossNames("classifier"), ...lossNames("regressor")]).toHaveLength(names.length + 1);
  });

  test("only poisson minds its targets, and refuses them by value", () => {
    expect(names.filter((name) => pointwise(name).checkTargets)).toEqual(["poisson"]);
    const { checkTargets } = pointwise("poisson");
    expect(() => checkTargets?.([0, 2.5])).not.toThrow();
    expect(() => checkTargets?.([1, -2])).toThrow(DataError);
    expect(() => checkTargets?.([1, -2])).toThrow(
      "Expected targets ≥ 0 for the loss poisson, got -2 at index 1",
    );
  });

  test("the defaults are scikit-learn's", () => {
    const huber = createLoss("huber");
    const median = createLoss("quantile");
    expect(huber.kind === "pointwise" && huber.pointwise.derivative(0, 9)).toBe(0.1);
    expect(median.kind === "pointwise" && median.pointwise.derivative(0, 9)).toBe(0.5);
  });

  test("unknown names and options out of range are refused", () => {
    expect(() => createLoss("hing" as LossName)).toThrow(/^loss must be one of hinge, .*got "hing"\.$/);
    expect(() => createLoss("huber", { epsilon: -1 })).toThrow(
      "epsilon must be a finite number ≥ 0, got -1.",
    );
    for (const q of [0, 1, NaN])
      expect(() => createLoss("quantile", { quantile: q })).toThrow(ParameterError);
    expect(() => chooseLoss("regressor", "hinge")).toThrow(
      /^loss must be one of squared_error, .*"hinge": that one is for a classifier\.$/,
    );
  });
});
