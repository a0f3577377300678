import fc from "fast-check";
import { describe, expect, test } from "vitest";
import references from "../../references/references.json" with { type: "json" };
import { ParameterError } from "../errors.ts";
import { sigmoid } from "./log-loss.ts";
import { lossByName, type LossName } from "./losses.ts";

fc.configureGlobal({ seed: 1 });

const names: LossName[] = ["squared_error", "log_loss"];
const targets = fc.constantFrom(0, 1);
const scores = fc.double({ min: -30, max: 30, noNaN: true });

describe.each(names)("%s", (name) => {
  const loss = lossByName(name);

  test("equals scikit-learn's value and derivative, near and far", () => {
    references.losses.points.forEach(([y, p], i) => {
      const [value, derivative] = references.losses[name][i];
      expect(Math.abs(loss.value(y, p) - value)).toBeLessThanOrEqual(1e-9 * Math.max(1, value));
      expect(Math.abs(loss.derivative(y, p) - derivative)).toBeLessThanOrEqual(1e-9 * Math.max(1, value));
    });
  });

  test("the derivative is the slope of the value (finite differences)", () => {
    fc.assert(
      fc.property(targets, scores, (y, p) => {
        const h = 1e-5;
        const slope = (loss.value(y, p + h) - loss.value(y, p - h)) / (2 * h);
        expect(loss.derivative(y, p)).toBeCloseTo(slope, 6);
      }),
    );
  });

  test("many at once are the sum of the values and each one's derivative, also in place", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(targets, scores), { maxLength: 20 }), (pairs) => {
        const y = Float64Array.from(pairs, ([target]) => target);
        const p = Float64Array.from(pairs, ([, score]) => score);
        const values = pairs.reduce((sum, [target, score]) => sum + loss.value(target, score), 0);
        expect(loss.evaluate(y, p, pairs.length, p)).toBeCloseTo(values, 10);
        pairs.forEach(([target, score], i) => expect(p[i]).toBe(loss.derivative(target, score)));
      }),
    );
  });

  test("only the first n pairs are read and written", () => {
    const derivatives = new Float64Array(3).fill(9);
    loss.evaluate(new Float64Array(3), new Float64Array(3).fill(1), 2, derivatives);
    expect(derivatives[1]).not.toBe(9);
    expect(derivatives[2]).toBe(9);
  });
});

describe("log_loss", () => {
  const { value, derivative } = lossByName("log_loss");

  test("does not overflow at scores of ±700 and beyond, and keeps the digits of small derivatives", () => {
    expect(value(1, -700)).toBe(700);
    expect(value(0, 700)).toBe(700);
    expect(value(0, 1e300)).toBe(1e300);
    expect(derivative(0, 700)).toBe(1);
    expect(derivative(1, -700)).toBe(-1);
    expect(value(1, 700) / Math.exp(-700)).toBeCloseTo(1, 12);
    expect(derivative(1, 700) / -Math.exp(-700)).toBeCloseTo(1, 12);
    expect(value(1, 1e4)).toBe(0);
    expect(value(1, 0)).toBeCloseTo(Math.LN2, 15);
  });
});

test("sigmoid: a half at 0, 0 and 1 far away, symmetric", () => {
  expect(sigmoid(0)).toBe(0.5);
  expect(sigmoid(1000)).toBe(1);
  expect(sigmoid(-1000)).toBe(0);
  expect(sigmoid(-700)).toBeGreaterThan(0);
  fc.assert(
    fc.property(scores, (p) => {
      expect(sigmoid(p) + sigmoid(-p)).toBeCloseTo(1, 14);
    }),
  );
});

test("an unknown loss is refused with the known names", () => {
  expect(() => lossByName("hinge" as LossName)).toThrow(ParameterError);
  expect(() => lossByName("hinge" as LossName)).toThrow("loss must be one of squared_error, log_loss");
});
