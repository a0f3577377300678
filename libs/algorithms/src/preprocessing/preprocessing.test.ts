import fc from "fast-check";
import { describe, expect, test } from "vitest";
import references from "../../references/references.json" with { type: "json" };
import { DataError } from "../errors.ts";
import { LinearModel } from "../linear/linear-model.ts";
import { createRandom } from "../random/random.ts";
import { matrix, matrixFromRows, takeColumns, takeRows, type Matrix } from "../tensor/matrix.ts";
import { columnMoments, mergeMoments, takeMoments, type Moments } from "./moments.ts";
import { foldScaling, scalingOf, standardize, unfoldScaling } from "./scaling.ts";

fc.configureGlobal({ seed: 1 });

function normalMatrix(n: number, d: number, seed: number, mean = 0): Matrix {
  const random = createRandom(seed);
  return matrix(
    n,
    d,
    new Float64Array(n * d).map(() => mean + random.normal()),
  );
}

/** As close as the rounding of values of this size lets them be: a mean that is off by ε shifts M₂ by up to 2 ε √(n M₂). */
function expectSameMoments(actual: Moments, expected: Moments): void {
  expect(actual.n).toBe(expected.n);
  for (let j = 0; j < expected.mean.length; j++) {
    const size = Math.abs(expected.mean[j]) + Math.sqrt(expected.m2[j] / Math.max(1, expected.n));
    expect(Math.abs(actual.mean[j] - expected.mean[j])).toBeLessThanOrEqual(1e-13 * size);
    const bound = 1e-14 * size * Math.sqrt(expected.n * expected.m2[j]) + expected.n * (1e-14 * size) ** 2;
    expect(Math.abs(actual.m2[j] - expected.m2[j])).toBeLessThanOrEqual(bound);
  }
}

describe("moments", () => {
  test("are the mean and the sum of squared deviations", () => {
    const { n, mean, m2 } = columnMoments(
      matrixFromRows([
        [1, 5],
        [2, 5],
        [6, 5],
      ]),
    );
    expect({ n, mean: Array.from(mean), m2: Array.from(m2) }).toEqual({ n: 3, mean: [3, 5], m2: [14, 0] });
  });

  test("keep their digits far from zero, where Σx² − n μ² has none left", () => {
    const near = columnMoments(normalMatrix(1000, 1, 3));
    const far = columnMoments(normalMatrix(1000, 1, 3, 1e9));
    expect(far.m2[0] / near.m2[0]).toBeCloseTo(1, 6);
  });

  test("merged over any split, empty parts included, they are those of all rows", () => {
    const parts = fc.array(fc.nat({ max: 12 }), { minLength: 1, maxLength: 6 });
    const means = fc.constantFrom(0, 1, -1e3, 1e6);
    fc.assert(
      fc.property(parts, fc.integer({ min: 0, max: 4 }), fc.nat(), means, (sizes, d, seed, mean) => {
        const X = normalMatrix(
          sizes.reduce((sum, size) => sum + size, 0),
          d,
          seed,
          mean,
        );
        let start = 0;
        const moments = sizes.map((size) => {
          const rows = Int32Array.from({ length: size }, (_, i) => start + i);
          start += size;
          return columnMoments(takeRows(X, rows));
        });
        expectSameMoments(mergeMoments(moments), columnMoments(X));
      }),
    );
  });

  test("one part alone, or beside empty ones, is kept bit for bit; the parts are not changed", () => {
    const part = columnMoments(normalMatrix(7, 3, 5));
    const kept = structuredClone(part);
    const empty = columnMoments(matrix(0, 3));
    expect(mergeMoments([part])).toEqual(kept);
    expect(mergeMoments([empty, part, empty])).toEqual(kept);
    mergeMoments([part, part]);
    expect(part).toEqual(kept);
  });

  test("nothing but empty parts: n = 0 and zeros", () => {
    const empty = columnMoments(matrix(0, 2));
    expect(mergeMoments([empty, empty])).toEqual({
      n: 0,
      mean: new Float64Array(2),
      m2: new Float64Array(2),
    });
  });

  test("no parts, or parts of different width, are refused", () => {
    expect(() => mergeMoments([])).toThrow("Expected the moments of at least one part, got none.");
    const parts = [columnMoments(matrix(2, 2)), columnMoments(matrix(2, 3))];
    expect(() => mergeMoments(parts)).toThrow(DataError);
  });

  test("taken columns are the moments of the taken columns", () => {
    const X = normalMatrix(9, 4, 8);
    expect(takeMoments(columnMoments(X), [2, 0])).toEqual(columnMoments(takeColumns(X, [2, 0])));
  });
});

describe("scaling", () => {
  test.each(["iris", "breast_cancer", "diabetes"] as const)(
    "is scikit-learn's StandardScaler: %s",
    (name) => {
      const data = references.data[name];
      const { mean, scale } = scalingOf(columnMoments(matrixFromRows(data.X)));
      mean.forEach((value, j) => expect(Math.abs(value / data.mean[j] - 1)).toBeLessThan(1e-12));
      scale.forEach((value, j) => expect(Math.abs(value / data.scale[j] - 1)).toBeLessThan(1e-12));
    },
  );

  test("standardised columns have mean 0 and variance 1; the original is not changed", () => {
    const X = normalMatrix(50, 3, 1, 100);
    const kept = X.data.slice();
    const { mean, m2 } = columnMoments(standardize(X, scalingOf(columnMoments(X))));
    mean.forEach((value) => expect(value).toBeCloseTo(0, 12));
    m2.forEach((value) => expect(value / 50).toBeCloseTo(1, 12));
    expect(X.data).toEqual(kept);
  });

  test.each([0, 0.1, 1e9 / 3, -7e-9])(
    "a constant column of %s becomes 0, whole or merged from parts",
    (value) => {
      const X = matrix(1001, 1, new Float64Array(1001).fill(value));
      const parts = [300, 1, 700].map((n) => columnMoments(matrix(n, 1, new Float64Array(n).fill(value))));
      for (const moments of [columnMoments(X), mergeMoments(parts)]) {
        const scaling = scalingOf(moments);
        expect(scaling.scale[0]).toBe(1);
        expect(Math.abs(standardize(X, scaling).data[0])).toBeLessThanOrEqual(1e-12 * Math.abs(value));
      }
    },
  );

  test("a column of tiny but real spread is not taken for a constant one", () => {
    const X = matrixFromRows([[1], [1 + 1e-9], [1 - 1e-9]]);
    expect(scalingOf(columnMoments(X)).scale[0]).toBeCloseTo(1e-9 * Math.sqrt(2 / 3), 15);
  });

  test("without rows nothing is scaled", () => {
    const scaling = scalingOf(columnMoments(matrix(0, 2)));
    expect(scaling).toEqual({ mean: new Float64Array(2), scale: Float64Array.of(1, 1) });
  });

  test("another width is refused", () => {
    const scaling = scalingOf(columnMoments(matrix(3, 2)));
    expect(() => standardize(matrix(3, 1), scaling)).toThrow("Expected 2 columns in X, got 1.");
  });

  test("values are written where they should be, over the raw ones too; room of another size is refused", () => {
    const X = matrixFromRows([
      [1, 2],
      [3, 5],
    ]);
    const scaling = scalingOf(columnMoments(X));
    const Z = standardize(X, scaling);
    expect(() => standardize(X, scaling, new Float64Array(3))).toThrow("the standardised values and X");
    expect(standardize(X, scaling, X.data)).toEqual(Z);
    expect(X.data).toEqual(Z.data);
  });
});

describe("folding a scaling into the parameters", () => {
  const X = normalMatrix(20, 3, 2, 5);
  const scaling = scalingOf(columnMoments(X));
  const layouts = [1, 3].map(
    (nOutputs) => new LinearModel({ task: "classifier", loss: "log_loss", nFeatures: 3, nOutputs }),
  );

  test.each(layouts)(
    "gives the same scores on raw features, and unfolds again: $nOutputs outputs",
    (model) => {
      const parameters = new Float64Array(model.nParameters).map(createRandom(3).normal);
      const kept = parameters.slice();
      const folded = foldScaling(parameters, model, scaling);
      expect(parameters).toEqual(kept);
      const expected = model.decisionFunction(parameters, standardize(X, scaling)).data;
      model.decisionFunction(folded, X).data.forEach((p, i) => expect(p).toBeCloseTo(expected[i], 10));
      unfoldScaling(folded, model, scaling).forEach((w, j) => expect(w).toBeCloseTo(parameters[j], 12));
    },
  );

  test("a vector or a scaling of another length is refused", () => {
    expect(() => foldScaling(new Float64Array(3), layouts[0], scaling)).toThrow(DataError);
    const narrow = { mean: new Float64Array(2), scale: new Float64Array(2) };
    expect(() => unfoldScaling(new Float64Array(4), layouts[0], narrow)).toThrow(DataError);
  });
});
