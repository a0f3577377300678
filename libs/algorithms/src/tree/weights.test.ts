import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ParameterError } from "../errors.ts";
import { createRandom } from "../random/random.ts";
import { matrix, takeRows, type Matrix } from "../tensor/matrix.ts";
import { applyClassWeights, balancedWeights, weightsOfClasses } from "./class-weight.ts";
import { DecisionTreeClassifier } from "./decision-tree-classifier.ts";
import { DecisionTreeRegressor } from "./decision-tree-regressor.ts";
import { ExtraTreeClassifier } from "./extra-tree-classifier.ts";
import { ExtraTreeRegressor } from "./extra-tree-regressor.ts";

interface WeightedRows {
  X: Matrix;
  y: number[];
  sampleWeight: number[];
}

/** Rows with few or many values, targets 0, 1, 2, and integer weights, some of them 0. */
const weighted = fc
  .record({ seed: fc.nat(), nRows: fc.integer({ min: 2, max: 120 }), levels: fc.constantFrom(4, 1000) })
  .map(({ seed, nRows, levels }): WeightedRows => {
    const random = createRandom(seed);
    const X = matrix(nRows, 3);
    X.data.forEach((_, at) => (X.data[at] = random.integer(levels) / 8));
    const y = Array.from({ length: nRows }, () => random.integer(3));
    const sampleWeight = Array.from({ length: nRows }, (_, i) => (i === 0 ? 1 : random.integer(4)));
    return { X, y, sampleWeight };
  });

/** Every row as often as it weighs. */
function repeated({ X, y, sampleWeight }: WeightedRows) {
  const rows = sampleWeight.flatMap((weight, i) => new Array<number>(weight).fill(i));
  return { X: takeRows(X, rows), y: rows.map((i) => y[i]) };
}

const MODELS = [DecisionTreeClassifier, DecisionTreeRegressor, ExtraTreeClassifier, ExtraTreeRegressor];

function expectRepeatedRowsToEqual(
  make: () => DecisionTreeClassifier | DecisionTreeRegressor | ExtraTreeClassifier | ExtraTreeRegressor,
  data: WeightedRows,
): void {
  const rows = repeated(data);
  const options = { classes: [0, 1, 2] };
  const a = make().fit(data.X, data.y, { ...options, sampleWeight: data.sampleWeight });
  const b = make().fit(rows.X, rows.y, options);
  const expected = Array.from<unknown>(b.predict(rows.X)).map(Number);
  Array.from<unknown>(a.predict(rows.X)).forEach((value, i) => expect(value).toBeCloseTo(expected[i], 9));
  expect(a.nLeaves).toBe(b.nLeaves);
}

describe("sample weights", () => {
  test.each([
    {},
    { maxLeafNodes: 5 },
    { maxDepth: 3, minImpurityDecrease: 0.01 },
    { minWeightFractionLeaf: 0.1, splitter: "exact" as const },
  ])("a row of weight w equals w rows: classes, %j", (parameters) => {
    const check = fc.property(weighted, (data) => {
      expectRepeatedRowsToEqual(() => new DecisionTreeClassifier(parameters), data);
    });
    fc.assert(check, { seed: 3, numRuns: 100 });
  });

  test("a row of weight w equals w rows: numbers", () => {
    // Where many splits tie, rounding chooses: so the targets are made to differ, and the nodes to be large.
    const check = fc.property(weighted, fc.nat(), (data, seed) => {
      const random = createRandom(seed);
      const y = data.y.map(() => random.normal());
      expectRepeatedRowsToEqual(() => new DecisionTreeRegressor({ maxLeafNodes: 4 }), { ...data, y });
    });
    fc.assert(check, { seed: 3, numRuns: 100 });
  });

  test.each(
    MODELS.flatMap((Model) =>
      [{}, { maxFeatures: 1 }].map((parameters) => ({ Model, name: Model.name, parameters })),
    ),
  )("$name $parameters: a row of weight 0 is as if it were not there", ({ Model, parameters }) => {
    const check = fc.property(weighted, (data) => {
      const sampleWeight = data.sampleWeight.map((weight) => Math.min(weight, 1));
      expectRepeatedRowsToEqual(() => new Model(parameters), { ...data, sampleWeight });
    });
    fc.assert(check, { seed: 3, numRuns: 60 });
  });

  test("weights of any scale make the same tree", () => {
    const [data] = fc.sample(weighted, { seed: 8, numRuns: 1 });
    const fit = (scale: number) => {
      const sampleWeight = data.sampleWeight.map((weight) => weight * scale);
      return new DecisionTreeClassifier({ splitter: "exact" }).fit(data.X, data.y, { sampleWeight });
    };
    const model = fit(1);
    for (const scale of [1e-9, 0.3, 1e9]) expect(fit(scale).exportText()).toBe(model.exportText());
  });

  test("minSamplesLeaf counts rows, whatever they weigh", () => {
    fc.assert(
      fc.property(weighted, fc.constantFrom(1, 0.37), (data, scale) => {
        const sampleWeight = data.sampleWeight.map((weight) => weight * scale);
        for (const Model of MODELS) {
          const model = new Model({ minSamplesLeaf: 5 }).fit(data.X, data.y, { sampleWeight });
          const counts = new Map<number, number>();
          model.apply(data.X).forEach((leaf, i) => {
            if (sampleWeight[i] > 0) counts.set(leaf, (counts.get(leaf) ?? 0) + 1);
          });
          if (counts.size > 1) expect(Math.min(...counts.values())).toBeGreaterThanOrEqual(5);
        }
      }),
      { seed: 4 },
    );
  });

  test("a histogram that is subtracted knows empty bins also where weights do not add up exactly", () => {
    const random = createRandom(2);
    const X = matrix(6000, 2);
    X.data.forEach((_, at) => (X.data[at] = random.integer(60)));
    const y = Array.from({ length: X.nRows }, (_, i) => Number(X.data[2 * i] + 20 * random.normal() > 30));
    const sampleWeight = Float64Array.from(y, () => 0.1 + random.next());
    const fit = (splitter: "exact" | "histogram") =>
      new DecisionTreeClassifier({ splitter, minSamplesLeaf: 20 }).fit(X, y, { sampleWeight });
    const [exact, histogram] = [fit("exact"), fit("histogram")];
    expect(histogram.exportText({ maxDepth: 99 })).toBe(exact.exportText({ maxDepth: 99 }));
    expect(histogram.nLeaves).toBeGreaterThan(20);
  });
});

describe("class weights", () => {
  const classes = ["a", "b", "c"];
  const codes = [0, 0, 0, 1];

  test("worked example: balanced classes of 3 rows and 1, a third does not occur", () => {
    expect([...balancedWeights(codes, 3)]).toEqual([4 / (2 * 3), 4 / 2, 0]);
    expect([...balancedWeights(codes, 3, Float64Array.of(1, 0, 0, 3))]).toEqual([2, 4 / 6, 0]);
  });

  test("by label, 1 for labels that are not named", () => {
    expect(weightsOfClasses(null, classes, codes)).toBeNull();
    expect(weightsOfClasses({ b: 2.5 }, classes, codes)).toEqual(Float64Array.of(1, 2.5, 1));
    expect(weightsOfClasses({ 1: 3 }, [0, 1], codes)).toEqual(Float64Array.of(1, 3));
    expect(weightsOfClasses({ a: 1, b: 2, c: 3, rare: 4 }, classes, codes)).toEqual(Float64Array.of(1, 2, 3));
  });

  test("multiply those of the rows", () => {
    const rows = Float64Array.of(1, 2, 0, 4);
    expect(applyClassWeights(rows, Float64Array.of(0.5, 3), codes)).toEqual(Float64Array.of(0.5, 1, 0, 12));
    expect(applyClassWeights(null, Float64Array.of(0.5, 3), codes)).toEqual(
      Float64Array.of(0.5, 0.5, 0.5, 3),
    );
    expect(applyClassWeights(rows, null, codes)).toBe(rows);
  });

  test("are refused where they name no class, are no weights, or leave nothing", () => {
    expect(() => weightsOfClasses({ a: 1, d: 2 }, classes, codes)).toThrow(
      /classWeight must name classes among a, b, c/,
    );
    for (const weight of [-1, NaN, Infinity, "1" as never]) {
      expect(() => weightsOfClasses({ a: weight }, classes, codes)).toThrow(ParameterError);
    }
    for (const bad of ["balance", 3, [1, 2]]) {
      expect(() => weightsOfClasses(bad as never, classes, codes)).toThrow(/"balanced", or an object/);
    }
    expect(() => applyClassWeights(null, Float64Array.of(0, 0), codes)).toThrow(/leave some row/);
  });

  test("a class of more weight wins the leaf", () => {
    const X = matrix(4, 1);
    const answer = (classWeight: "balanced" | { [label: string]: number } | null) =>
      new DecisionTreeClassifier({ classWeight }).fit(X, ["a", "a", "a", "b"]).predictProba(matrix(1, 1))
        .data;
    expect([...answer(null)]).toEqual([0.75, 0.25]);
    expect([...answer({ b: 9 })]).toEqual([0.25, 0.75]);
    expect([...answer("balanced")]).toEqual([0.5, 0.5]);
  });
});
