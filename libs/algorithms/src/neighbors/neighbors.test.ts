import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DataError, ParameterError } from "../errors.ts";
import { createRandom } from "../random/random.ts";
import { matrix, matrixFromRows, type Matrix } from "../tensor/matrix.ts";
import { KNeighborsClassifier, KNeighborsRegressor, type KNeighborsClassifierParameters } from "./index.ts";

fc.configureGlobal({ seed: 1 });

/** Few different whole numbers: many equal distances, and sums without rounding. */
function grid(n: number, d: number, seed: number): Matrix {
  const random = createRandom(seed);
  return matrix(
    n,
    d,
    new Float64Array(n * d).map(() => random.integer(5)),
  );
}

/** All rows sorted by distance, then by number. */
function byDefinition(X: Matrix, Q: Matrix, k: number, p: number) {
  return Array.from({ length: Q.nRows }, (_, i) => {
    const sums = Array.from({ length: X.nRows }, (_, row) => {
      let sum = 0;
      for (let j = 0; j < X.nColumns; j++) {
        sum += Math.abs(X.data[row * X.nColumns + j] - Q.data[i * X.nColumns + j]) ** p;
      }
      return sum;
    });
    const order = sums.map((_, row) => row).sort((a, b) => sums[a] - sums[b] || a - b);
    return order.slice(0, k).map((row) => ({ row, distance: sums[row] ** (1 / p) }));
  }).flat();
}

describe("the search", () => {
  const shapes = fc.record({
    n: fc.integer({ min: 1, max: 80 }),
    // 12 features and more are searched by another loop.
    d: fc.constantFrom(1, 2, 3, 5, 12, 15, 18),
    k: fc.integer({ min: 1, max: 12 }),
    p: fc.constantFrom(1, 2, 3),
    leafSize: fc.integer({ min: 1, max: 10 }),
    seed: fc.nat(),
  });

  test.each(["brute", "kd_tree", "auto"] as const)(
    "%s finds the nearest rows, of equal distances the lowest",
    (algorithm) => {
      fc.assert(
        fc.property(shapes, ({ n, d, k, p, leafSize, seed }) => {
          const [X, Q] = [grid(n, d, seed), grid(7, d, seed + 1)];
          const model = new KNeighborsRegressor({ algorithm, leafSize, p, nNeighbors: k });
          const { distances, indices } = model.fit(X, new Float64Array(n)).kneighbors(Q);
          const expected = byDefinition(X, Q, k, p);
          expect(Array.from(indices)).toEqual(expected.map(({ row }) => row));
          expected.forEach(({ distance }, at) => expect(distances[at]).toBeCloseTo(distance, 12));
        }),
        { numRuns: 150 },
      );
    },
  );

  test("tree and brute force agree to the last bit on numbers that round", () => {
    const random = createRandom(4);
    const draw = (n: number) => matrix(n, 3, new Float64Array(3 * n).map(random.normal));
    const [X, Q] = [draw(2000), draw(50)];
    const [brute, tree] = (["brute", "kd_tree"] as const).map((algorithm) =>
      new KNeighborsRegressor({ algorithm }).fit(X, new Float64Array(2000)).kneighbors(Q, 9),
    );
    expect(tree).toEqual(brute);
  });

  test("rows whose distance is beyond float64 are neighbours all the same", () => {
    const X = matrixFromRows([[1e200], [-1e200], [0]]);
    for (const algorithm of ["brute", "kd_tree"] as const) {
      const model = new KNeighborsRegressor({ algorithm, weights: "distance", nNeighbors: 2, leafSize: 1 });
      model.fit(X, [1, 3, 5]);
      expect(Array.from(model.kneighbors(matrixFromRows([[1e180]])).indices)).toEqual([0, 1]);
      expect(Array.from(model.predict(matrixFromRows([[1e180]])))).toEqual([2]);
    }
  });

  test("refuses a number of neighbours below 1", () => {
    const model = new KNeighborsClassifier().fit(matrixFromRows([[0]]), [0]);
    expect(() => model.kneighbors(matrixFromRows([[0]]), 0)).toThrow(ParameterError);
  });
});

describe("the vote", () => {
  const X = matrixFromRows([[0], [1], [3], [3], [9]]);
  const y = ["a", "b", "a", "b", "b"];
  const proba = (parameters: Partial<KNeighborsClassifierParameters>, x: number, sampleWeight?: number[]) =>
    Array.from(
      new KNeighborsClassifier(parameters).fit(X, y, { sampleWeight }).predictProba(matrixFromRows([[x]]))
        .data,
    );

  test("uniform: every neighbour counts alike; of equal shares the first class wins", () => {
    expect(proba({ nNeighbors: 2 }, 0.4)).toEqual([0.5, 0.5]);
    const model = new KNeighborsClassifier({ nNeighbors: 2 }).fit(X, y);
    expect(model.predict(matrixFromRows([[0.6]]))).toEqual(["a"]);
  });

  test("distance: in proportion to the inverse of the distance", () => {
    // Rows 0 and 1 at distances 1/4 and 3/4: votes 4 and 4/3.
    const [a, b] = proba({ nNeighbors: 2, weights: "distance" }, 0.25);
    expect([a, b]).toEqual([expect.closeTo(0.75, 14), expect.closeTo(0.25, 14)]);
  });

  test("distance: rows that equal the query answer alone", () => {
    expect(proba({ weights: "distance" }, 0)).toEqual([1, 0]);
    expect(proba({ weights: "distance" }, 3)).toEqual([0.5, 0.5]);
  });

  test("fewer rows than nNeighbors all vote", () => {
    expect(proba({ nNeighbors: 50 }, 100)).toEqual([0.4, 0.6]);
  });

  test("a sample weight multiplies the vote; a row of weight 0 is not there", () => {
    expect(proba({ nNeighbors: 2 }, 0.4, [3, 1, 1, 1, 1])).toEqual([0.75, 0.25]);
    expect(proba({ nNeighbors: 2 }, 0.4, [1, 0, 1, 1, 1])).toEqual([1, 0]);
  });

  test("the regressor answers the mean, with weights the weighted one", () => {
    const model = new KNeighborsRegressor({ nNeighbors: 2 });
    expect(Array.from(model.fit(X, [1, 5, 0, 0, 0]).predict(matrixFromRows([[0.5]])))).toEqual([3]);
    model.fit(X, [1, 5, 0, 0, 0], { sampleWeight: [1, 3, 1, 1, 1] });
    expect(Array.from(model.predict(matrixFromRows([[0.5]])))).toEqual([4]);
  });
});

describe("the state", () => {
  const X = matrixFromRows([[0], [1]]);

  test("does not change with the caller's rows", () => {
    const mine = matrix(2, 1, Float64Array.of(0, 1));
    const model = new KNeighborsClassifier({ nNeighbors: 1 }).fit(mine, ["a", "b"]);
    mine.data.fill(7);
    expect(model.predict(X)).toEqual(["a", "b"]);
  });

  test("is refused with codes that are no class, or weights that are not above 0", () => {
    const state = new KNeighborsClassifier().fit(X, ["a", "b"], { sampleWeight: [1, 2] }).toState();
    for (const y of [
      [0, 2],
      [0, -1],
      [0, 0.5],
    ]) {
      expect(() => KNeighborsClassifier.fromState({ ...state, y })).toThrow(/codes 0…1 at y/);
    }
    expect(() => KNeighborsClassifier.fromState({ ...state, rowWeights: [1, 0] })).toThrow(DataError);
    expect(() => KNeighborsClassifier.fromState({ ...state, rowWeights: [1] })).toThrow(DataError);
    expect(() => KNeighborsClassifier.fromState({ ...state, y: [], X: [] })).toThrow(DataError);
  });
});
