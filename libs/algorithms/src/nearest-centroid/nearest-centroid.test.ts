import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { madeRows } from "../contract/data.ts";
import { cutRows, serialAndMerged } from "../contract/parts.ts";
import { relativeError } from "../testing/index.ts";
import { matrixFromRows, takeRows } from "../tensor/matrix.ts";
import { NearestCentroid } from "./index.ts";

fc.configureGlobal({ seed: 1 });

describe("NearestCentroid", () => {
  const X = matrixFromRows([
    [0, 0],
    [2, 0],
    [10, 6],
    [8, 6],
    [8, 0],
  ]);
  const y = ["near", "near", "far", "far", "far"];

  test("predicts the class of the nearest mean, and votes for it", () => {
    const model = new NearestCentroid().fit(X, y, { classes: ["near", "far"] });
    expect(Array.from(model.centroids.data)).toEqual([1, 0, 26 / 3, 4]);
    const queries = matrixFromRows([
      [4, 1],
      [6, 4],
    ]);
    expect(model.predict(queries)).toEqual(["near", "far"]);
    expect(Array.from(model.predictProba(queries).data)).toEqual([1, 0, 0, 1]);
  });

  test("manhattan: the nearest median", () => {
    const model = new NearestCentroid({ metric: "manhattan" }).fit(X, y, { classes: ["near", "far"] });
    expect(Array.from(model.centroids.data)).toEqual([1, 0, 8, 6]);
    expect(model.predict(matrixFromRows([[8, 0]]))).toEqual(["far"]);
  });

  test("a great threshold moves all centroids onto the mean; then the first class wins", () => {
    const model = new NearestCentroid({ shrinkThreshold: 100 }).fit(X, y);
    for (const [at, c] of model.centroids.data.entries()) expect(c).toBeCloseTo([5.6, 2.4][at % 2], 12);
    expect(model.predict(matrixFromRows([[0, 0]]))).toEqual(["far"]);
  });

  test("shrinking without spread keeps the centroids: one class, one row a class, equal rows", () => {
    const shrunk = new NearestCentroid({ shrinkThreshold: 1 });
    expect(Array.from(shrunk.fit(takeRows(X, [0, 1]), [0, 0]).centroids.data)).toEqual([1, 0]);
    expect(Array.from(shrunk.fit(takeRows(X, [0, 2]), [0, 1]).centroids.data)).toEqual([0, 0, 10, 6]);
    expect(Array.from(shrunk.fit(takeRows(X, [0, 0, 2, 2]), [0, 0, 1, 1]).centroids.data)).toEqual([
      0, 0, 10, 6,
    ]);
  });

  test("a class without rows is never predicted, though its place would be nearest", () => {
    for (const metric of ["euclidean", "manhattan"] as const) {
      const model = new NearestCentroid({ metric, shrinkThreshold: 0.1 });
      model.fit(X, y, { classes: ["absent", "near", "far"] });
      expect(model.predict(matrixFromRows([[0, 0]]))).toEqual(["near"]);
    }
  });

  test.each([{}, { metric: "manhattan" as const }, { shrinkThreshold: 0.3 }])(
    "%j: a weight of 2 is a row twice, and 0 is no row",
    (parameters) => {
      const made = madeRows("classifier", 61, 3);
      const repeated = made.y.flatMap((_, i) => new Array<number>((i + 1) % 4).fill(i));
      const weighted = new NearestCentroid(parameters).fit(made.X, made.y, {
        sampleWeight: made.y.map((_, i) => (i + 1) % 4),
      });
      const twice = new NearestCentroid(parameters).fit(
        takeRows(made.X, repeated),
        repeated.map((i) => made.y[i]),
      );
      expect(relativeError(weighted.centroids.data, twice.centroids.data)).toBeLessThan(1e-12);
    },
  );

  test.each([{}, { shrinkThreshold: 0.3 }])(
    "%j: merged from any parts, it is the model of all rows",
    (parameters) => {
      fc.assert(
        fc.property(cutRows, fc.boolean(), (rows, isWeighted) => {
          const { serial, merged } = serialAndMerged(() => new NearestCentroid(parameters), rows, isWeighted);
          expect(relativeError(merged.centroids.data, serial.centroids.data)).toBeLessThan(1e-9);
          expect(merged.predict(rows.X)).toEqual(serial.predict(rows.X));
        }),
      );
    },
  );

  test("medians cannot be merged", () => {
    const model = new NearestCentroid({ metric: "manhattan" }).fit(X, y);
    expect(() => model.merge([model.toState()])).toThrow(
      'metric must be euclidean to merge models, got "manhattan".',
    );
  });
});
