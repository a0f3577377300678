import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ClassObjective } from "./class-objective.ts";
import { entropy, gini } from "./criteria.ts";
import { MeanObjective } from "./mean-objective.ts";
import { RowWeights } from "./row-weights.ts";

const counts = fc
  .array(fc.nat(1000), { minLength: 1, maxLength: 6 })
  .filter((n) => n.some((count) => count > 0));
const means = (...y: number[]) => new MeanObjective(Float64Array.from(y), new RowWeights(y.length, null));
const total = (n: number[]) => n.reduce((sum, count) => sum + count, 0);

describe("gini", () => {
  test("worked example: 1 and 3 of 4 rows", () => {
    expect(gini.impurity(Float64Array.of(1, 3), 2)).toBe(1 - 1 / 16 - 9 / 16);
    expect(gini.purity(Float64Array.of(1, 3), 2)).toBe((1 + 9) / 4);
  });

  test("n I = n − φ", () => {
    fc.assert(
      fc.property(counts, (n) => {
        const s = Float64Array.from(n);
        expect(total(n) * gini.impurity(s, n.length)).toBeCloseTo(total(n) - gini.purity(s, n.length), 8);
      }),
    );
  });

  test("nothing is pure, and of no purity", () => {
    for (const { purity } of [gini, entropy]) expect(purity(Float64Array.of(0, 0), 2)).toBe(0);
  });
});

describe("entropy", () => {
  test("worked examples: one bit for two equal classes, two for four, none for one", () => {
    expect(entropy.impurity(Float64Array.of(5, 5), 2)).toBe(1);
    expect(entropy.impurity(Float64Array.of(2, 2, 2, 2), 4)).toBe(2);
    expect(entropy.impurity(Float64Array.of(0, 7), 2)).toBe(0);
    expect(entropy.purity(Float64Array.of(2, 2), 2)).toBe(2 + 2 - 8);
  });

  test("n I = −φ", () => {
    fc.assert(
      fc.property(counts, (n) => {
        const s = Float64Array.from(n);
        expect(total(n) * entropy.impurity(s, n.length)).toBeCloseTo(-entropy.purity(s, n.length), 7);
      }),
    );
  });
});

describe("squared error", () => {
  test("worked example: the targets 1, 2, 6", () => {
    const summary = means(1, 2, 6).summarise(Int32Array.of(0, 1, 2), 0, 3);
    expect(summary.value).toEqual([3]);
    expect(summary.impurity).toBeCloseTo((4 + 1 + 9) / 3, 12);
    expect(summary.isPure).toBe(false);
  });

  test("keeps the spread of targets that are large and close together", () => {
    const summary = means(1e9, 1e9 + 1, 1e9 + 5).summarise(Int32Array.of(0, 1, 2), 0, 3);
    expect(summary.impurity).toBeCloseTo((4 + 1 + 9) / 3, 6);
  });

  test("equal targets are pure, and answered exactly", () => {
    const summary = means(0.1, 7, 0.1, 0.1).summarise(Int32Array.of(0, 2, 3), 0, 3);
    expect(summary).toMatchObject({ isPure: true, impurity: 0, value: [0.1] });
  });
});

test("a node of classes answers their shares", () => {
  const objective = new ClassObjective(Int32Array.of(0, 2, 2, 1), 3, gini, new RowWeights(4, null));
  expect(objective.summarise(Int32Array.of(0, 1, 2, 3), 0, 4).value).toEqual(
    Float64Array.of(0.25, 0.25, 0.5),
  );
  expect(objective.summarise(Int32Array.of(3, 1, 2, 0), 1, 3)).toMatchObject({ isPure: true, impurity: 0 });
});

describe("row weights", () => {
  const y = Int32Array.of(0, 1, 1, 0);
  const weights = new RowWeights(4, Float64Array.of(0.5, 0, 2, 1.5));

  test("rows of weight 0 take no part", () => {
    expect([...weights.rows]).toEqual([0, 2, 3]);
    expect(weights.total).toBe(4);
  });

  test("worked example: classes of weights 2 and 2", () => {
    const objective = new ClassObjective(y, 2, gini, weights);
    expect(objective.summarise(weights.rows, 0, 3)).toMatchObject({
      weight: 4,
      impurity: 0.5,
      isPure: false,
    });
  });

  test("worked example: the weighted mean and variance of 1, 3, 7", () => {
    const objective = new MeanObjective(Float64Array.of(1, 99, 3, 7), weights);
    const { value, impurity } = objective.summarise(weights.rows, 0, 3);
    expect(value).toEqual([(0.5 + 6 + 10.5) / 4]);
    expect(impurity).toBeCloseTo((0.5 * 3.25 ** 2 + 2 * 1.25 ** 2 + 1.5 * 2.75 ** 2) / 4, 12);
  });

  test.each([
    [null, 5, false],
    [Float64Array.of(1, 1, 0), 5, false],
    [Float64Array.of(3, 1, 0), 1, false],
    [Float64Array.of(3, 1, 0), 2, true],
    [Float64Array.of(0.5, 1, 1), 1, true],
  ])("%s with %i rows a leaf: rows are counted apart: %s", (given, minSamplesLeaf, expected) => {
    expect(new RowWeights(3, given).mustCountRows(minSamplesLeaf)).toBe(expected);
  });

  test("counts are of rows, whatever they weigh", () => {
    const statistics = new Float64Array(6);
    const asClasses = new ClassObjective(y, 2, gini, weights, true);
    asClasses.addToHistogram(statistics, 0, 1, Uint8Array.of(0, 0, 1, 1), weights.rows, 0, 3);
    expect([...statistics]).toEqual([0.5, 0, 1, 1.5, 2, 2]);
    expect([asClasses.countAt(statistics, 0), asClasses.countAt(statistics, 3)]).toEqual([1, 2]);
    statistics.fill(0);
    const asNumbers = new MeanObjective(Float64Array.of(2, 2, 2, 2), weights, true);
    asNumbers.addToHistogram(statistics, 0, 1, Uint8Array.of(0, 0, 1, 1), weights.rows, 0, 3);
    expect([...statistics]).toEqual([0.5, 0, 1, 3.5, 0, 2]);
    expect([asNumbers.countAt(statistics, 0), asNumbers.countAt(statistics, 3)]).toEqual([1, 2]);
  });
});
