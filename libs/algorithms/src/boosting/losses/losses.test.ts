import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { binomial } from "./binomial.ts";
import type { BoostingLoss } from "./boosting-loss.ts";
import { halfPoisson } from "./half-poisson.ts";
import { halfSquaredError } from "./half-squared-error.ts";
import { multinomial } from "./multinomial.ts";
import { absoluteError, pinball } from "./pinball.ts";
import { quantileOf } from "./quantile.ts";

fc.configureGlobal({ seed: 1 });

const scores = fc.double({ min: -6, max: 6, noNaN: true });
const weights = fc.double({ min: 0.1, max: 3, noNaN: true });

/** The derivatives of a single row. */
function derivativesAt(loss: BoostingLoss, y: number, raw: number[], weight: number | null = null) {
  const gradients = new Float64Array(raw.length);
  const hessians = new Float64Array(raw.length).fill(1);
  const w = weight === null ? null : Float64Array.of(weight);
  loss.derivatives(Float64Array.of(y), w, Float64Array.from(raw), gradients, hessians);
  return { gradients, hessians };
}

const valueAt = (loss: BoostingLoss, y: number, raw: number[]) =>
  loss.mean(Float64Array.of(y), null, Float64Array.from(raw));

const shifted = (raw: number[], k: number, by: number) => raw.map((r, m) => (m === k ? r + by : r));

const SMOOTH: [string, BoostingLoss, fc.Arbitrary<number>][] = [
  ["half squared error", halfSquaredError, scores],
  ["half Poisson", halfPoisson, fc.nat(20)],
  ["binomial", binomial, fc.nat(1)],
  ["multinomial", multinomial(3), fc.nat(2)],
];

describe("derivatives against central differences", () => {
  test.each(SMOOTH)("%s", (_, loss, targets) => {
    const raws = fc.array(scores, { minLength: loss.nOutputs, maxLength: loss.nOutputs });
    const STEP = 1e-5;
    fc.assert(
      fc.property(targets, raws, weights, (y, raw, weight) => {
        const { gradients, hessians } = derivativesAt(loss, y, raw, weight);
        for (let k = 0; k < raw.length; k++) {
          const [up, down] = [STEP, -STEP].map((step) => shifted(raw, k, step));
          const slope = (valueAt(loss, y, up) - valueAt(loss, y, down)) / (2 * STEP);
          const [above, below] = [up, down].map((r) => derivativesAt(loss, y, r).gradients[k]);
          const tolerance = 1e-6 * (1 + Math.exp(Math.max(...raw)));
          expect(Math.abs(gradients[k] / weight - slope)).toBeLessThan(tolerance);
          expect(Math.abs(hessians[k] / weight - (above - below) / (2 * STEP))).toBeLessThan(tolerance);
        }
      }),
    );
  });

  test.each([
    ["absolute error", absoluteError],
    ["pinball of 0.8", pinball(0.8)],
  ])("%s, away from its corner, with 1 for the hessian", (_, loss) => {
    fc.assert(
      fc.property(scores, scores, weights, (y, r, weight) => {
        fc.pre(Math.abs(y - r) > 1e-3);
        const slope = (valueAt(loss, y, [r + 1e-4]) - valueAt(loss, y, [r - 1e-4])) / 2e-4;
        const { gradients, hessians } = derivativesAt(loss, y, [r], weight);
        expect(gradients[0]).toBeCloseTo(weight * slope, 8);
        expect(hessians[0]).toBe(weight);
      }),
    );
  });
});

describe("limits", () => {
  test("binomial at ±700: the wrong side costs 700, the right side e⁻⁷⁰⁰, and nothing is lost or overflows", () => {
    expect(valueAt(binomial, 1, [-700])).toBe(700);
    expect(valueAt(binomial, 1, [700])).toBeCloseTo(Math.exp(-700), 310);
    expect(derivativesAt(binomial, 1, [-700]).gradients[0]).toBe(-1);
    for (const [y, r] of [
      [1, 700],
      [0, -700],
    ]) {
      const { gradients, hessians } = derivativesAt(binomial, y, [r]);
      expect(Math.abs(gradients[0]) / Math.exp(-700)).toBeCloseTo(1, 9);
      expect(hessians[0] / Math.exp(-700)).toBeCloseTo(1, 9);
    }
    const beyond = derivativesAt(binomial, 0, [-1e6]);
    expect([...beyond.gradients, ...beyond.hessians].every(Number.isFinite)).toBe(true);
  });

  test("multinomial at ±700", () => {
    expect(valueAt(multinomial(3), 1, [700, -700, 0])).toBe(1400);
    const { gradients, hessians } = derivativesAt(multinomial(3), 1, [700, -700, 0]);
    expect([...gradients].map(Math.round)).toEqual([1, -1, 0]);
    expect(hessians.every((h) => h >= 0 && h < 1e-300)).toBe(true);
  });

  test("half Poisson at ±700 is finite", () => {
    expect(derivativesAt(halfPoisson, 2, [700]).gradients[0] / Math.exp(700)).toBeCloseTo(1, 12);
    expect(derivativesAt(halfPoisson, 2, [-700]).gradients[0]).toBe(-2);
  });
});

describe("baselines", () => {
  test("known values", () => {
    const y = Float64Array.of(0, 1, 1, 1);
    expect(halfSquaredError.baseline(y, null)[0]).toBe(0.75);
    expect(halfPoisson.baseline(y, null)[0]).toBeCloseTo(Math.log(0.75), 15);
    expect(binomial.baseline(y, null)[0]).toBeCloseTo(Math.log(3), 15);
    expect(binomial.baseline(y, Float64Array.of(3, 1, 1, 1))[0]).toBeCloseTo(0, 15);
    expect([...multinomial(2).baseline(y, null)][1]).toBeCloseTo(Math.log(3) / 2, 15);
    expect(absoluteError.baseline(Float64Array.of(9, 1, 3), null)[0]).toBe(3);
  });

  test("a class without rows has a finite score", () => {
    const none = Float64Array.of(0, 0);
    expect(binomial.baseline(none, null)[0]).toBeCloseTo(Math.log(10 * Number.EPSILON), 9);
    const shares = multinomial(3).baseline(none, null);
    expect(shares[0] - shares[1]).toBeCloseTo(-Math.log(Number.EPSILON), 9);
  });

  test("no other constant has a lower loss", () => {
    const counts = fc.array(fc.nat(9), { minLength: 2, maxLength: 30 }).filter((y) => y.some((v) => v > 0));
    fc.assert(
      fc.property(counts, scores, (list, other) => {
        const y = Float64Array.from(list);
        for (const loss of [halfSquaredError, halfPoisson, absoluteError, pinball(0.3)]) {
          const at = (r: number) =>
            loss.mean(
              y,
              null,
              y.map(() => r),
            );
          // With weights a quantile is a value; without, linear between two, where the loss may be a little higher.
          const [best] = loss.baseline(
            y,
            y.map(() => 1),
          );
          expect(at(best)).toBeLessThanOrEqual(at(other) + 1e-12);
          expect(at(best)).toBeLessThanOrEqual(at(best + 0.01) + 1e-12);
          expect(at(best)).toBeLessThanOrEqual(at(best - 0.01) + 1e-12);
        }
      }),
    );
  });
});

describe("quantileOf", () => {
  test.each([
    [0, 1],
    [0.5, 2.5],
    [0.8, 3.4],
    [1, 4],
  ])("%d of 1, 2, 3, 4 is %d", (q, expected) => {
    expect(quantileOf(Float64Array.of(3, 1, 4, 2), null, q)).toBeCloseTo(expected, 12);
  });

  test("with weights it is a value, and rows of weight 0 do not count", () => {
    const values = Float64Array.of(3, 1, 4, 2);
    expect(quantileOf(values, Float64Array.of(1, 1, 5, 1), 0.5)).toBe(4);
    expect(quantileOf(values, Float64Array.of(1, 0, 1, 0), 0)).toBe(3);
    expect(quantileOf(values, Float64Array.of(1, 1, 1, 1), 0.5)).toBe(2);
    expect([...values]).toEqual([3, 1, 4, 2]);
  });
});
