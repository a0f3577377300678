import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ClassObjective } from "./class-objective.ts";
import { entropy, gini } from "./criteria.ts";
import { MeanObjective } from "./mean-objective.ts";

const counts = fc
  .array(fc.nat(1000), { minLength: 1, maxLength: 6 })
  .filter((n) => n.some((count) => count > 0));
const total = (n: number[]) => n.reduce((sum, count) => sum + count, 0);

describe("gini", () => {
  test("worked example: 1 and 3 of 4 rows", () => {
    expect(gini.impurity(Float64Array.of(1, 3))).toBe(1 - 1 / 16 - 9 / 16);
    expect(gini.purity(Float64Array.of(1, 3))).toBe((1 + 9) / 4);
  });

  test("n I = n − φ", () => {
    fc.assert(
      fc.property(counts, (n) => {
        const s = Float64Array.from(n);
        expect(total(n) * gini.impurity(s)).toBeCloseTo(total(n) - gini.purity(s), 8);
      }),
    );
  });
});

describe("entropy", () => {
  test("worked examples: one bit for two equal classes, two for four, none for one", () => {
    expect(entropy.impurity(Float64Array.of(5, 5))).toBe(1);
    expect(entropy.impurity(Float64Array.of(2, 2, 2, 2))).toBe(2);
    expect(entropy.impurity(Float64Array.of(0, 7))).toBe(0);
    expect(entropy.purity(Float64Array.of(2, 2))).toBe(2 + 2 - 8);
  });

  test("n I = −φ", () => {
    fc.assert(
      fc.property(counts, (n) => {
        const s = Float64Array.from(n);
        expect(total(n) * entropy.impurity(s)).toBeCloseTo(-entropy.purity(s), 7);
      }),
    );
  });
});

describe("squared error", () => {
  test("worked example: the targets 1, 2, 6", () => {
    const summary = new MeanObjective([1, 2, 6]).summarise(Int32Array.of(0, 1, 2), 0, 3);
    expect(summary.value).toEqual([3]);
    expect(summary.impurity).toBeCloseTo((4 + 1 + 9) / 3, 12);
    expect(summary.isPure).toBe(false);
  });

  test("keeps the spread of targets that are large and close together", () => {
    const summary = new MeanObjective([1e9, 1e9 + 1, 1e9 + 5]).summarise(Int32Array.of(0, 1, 2), 0, 3);
    expect(summary.impurity).toBeCloseTo((4 + 1 + 9) / 3, 6);
  });

  test("equal targets are pure, and answered exactly", () => {
    const summary = new MeanObjective([0.1, 7, 0.1, 0.1]).summarise(Int32Array.of(0, 2, 3), 0, 3);
    expect(summary).toMatchObject({ isPure: true, impurity: 0, value: [0.1] });
  });
});

test("a node of classes answers their shares", () => {
  const objective = new ClassObjective(Int32Array.of(0, 2, 2, 1), 3, gini);
  expect(objective.summarise(Int32Array.of(0, 1, 2, 3), 0, 4).value).toEqual([0.25, 0.25, 0.5]);
  expect(objective.summarise(Int32Array.of(3, 1, 2, 0), 1, 3)).toMatchObject({ isPure: true, impurity: 0 });
});
