import { describe, expect, test } from "vitest";
import { addPenaltyGradient, createPenalty, penaltyValue, shrink } from "./penalty.ts";

const PARAMETERS = Float64Array.of(3, -4, 100);
const N_WEIGHTS = 2;

describe("penalties", () => {
  test.each([
    ["l2", 1.25],
    ["l1", 0.7],
    ["elasticnet", 0.25 * 0.7 + 0.75 * 1.25],
    [null, 0],
  ] as const)("%s of (3, −4) at α = 0.1, ρ = 0.25, the bias left out", (penalty, value) => {
    const created = createPenalty({ penalty, alpha: 0.1, l1Ratio: 0.25 });
    expect(penaltyValue(created, PARAMETERS, N_WEIGHTS)).toBeCloseTo(value, 15);
  });

  test("the smooth part's gradient is added, also by finite differences", () => {
    const penalty = createPenalty({ penalty: "l2", alpha: 0.3 });
    const gradient = Float64Array.of(1, 1, 1);
    addPenaltyGradient(penalty, PARAMETERS, gradient, N_WEIGHTS);
    const h = 1e-6;
    for (let j = 0; j < N_WEIGHTS; j++) {
      const at = (offset: number) =>
        penaltyValue(
          penalty,
          PARAMETERS.map((w, i) => (i === j ? w + offset : w)),
          N_WEIGHTS,
        );
      expect(gradient[j] - 1).toBeCloseTo((at(h) - at(-h)) / (2 * h), 7);
    }
    expect(gradient[2]).toBe(1);
  });

  test("shrinking minimises ½(v − w)² + η α ‖v‖₁, and leaves the bias", () => {
    const penalty = createPenalty({ penalty: "l1", alpha: 2 });
    const parameters = Float64Array.of(3, -0.5, 100);
    shrink(penalty, 0.5, parameters, N_WEIGHTS);
    expect([...parameters]).toEqual([2, -0, 100]);
  });

  test.each([
    [{ penalty: "l3" as never, alpha: 1 }, /penalty must be one of l2, l1, elasticnet, got "l3"/],
    [{ penalty: "l2", alpha: -1 }, /alpha must be a finite number ≥ 0, got -1/],
    [{ penalty: "elasticnet", alpha: 1, l1Ratio: 2 }, /l1Ratio must be a number from 0 to 1, got 2/],
  ] as const)("refuses %j", (options, message) => {
    expect(() => createPenalty(options)).toThrow(message);
  });
});
