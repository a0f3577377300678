import { describe, expect, test } from "vitest";
import { relativeError } from "../../references/table.ts";
import { createRandom } from "../random/random.ts";
import { matrix, matrixFromRows, takeRows, type Matrix } from "../tensor/matrix.ts";
import { LogisticRegression } from "./index.ts";
import { LogisticModel } from "./logistic-model.ts";
import { logisticObjective, standardisationOf, toParameters } from "./objective.ts";

/** Overlapping classes; the second column is far from 0, the third small, the last constant. */
function made(n: number, nClasses: number): { X: Matrix; y: number[] } {
  const random = createRandom(17);
  const X = matrix(n, 4);
  const y: number[] = [];
  for (let i = 0; i < n; i++) {
    const k = random.integer(nClasses);
    X.data.set([random.normal() + k, 1000 + 30 * random.normal() - 10 * k, random.normal() / 100, 7], 4 * i);
    y.push(k);
  }
  return { X, y };
}

/** g against central differences. */
function expectGradient(
  f: (theta: Float64Array, gradient: Float64Array) => number,
  theta: Float64Array,
  digits: number,
): void {
  const gradient = new Float64Array(theta.length);
  const other = new Float64Array(theta.length);
  f(theta, gradient);
  theta.forEach((value, j) => {
    const h = 1e-6;
    const at = (by: number) =>
      f(
        theta.map((old, i) => (i === j ? value + by : old)),
        other,
      );
    expect(gradient[j]).toBeCloseTo((at(h) - at(-h)) / (2 * h), digits);
  });
}

const anyTheta = (n: number) => {
  const random = createRandom(23);
  return new Float64Array(n).map(() => random.normal() / 10);
};

describe.each([2, 3])("the model of %i classes", (nClasses) => {
  const { X, y } = made(1100, nClasses);
  const Z = matrix(
    X.nRows,
    4,
    X.data.map((x, at) => (at % 4 === 1 ? (x - 1000) / 30 : x)),
  );
  const codes = Float64Array.from(y);
  const model = new LogisticModel(4, nClasses);
  const weights = codes.map((_, i) => i % 3);

  test("its gradient is that of its loss, with weights and without", () => {
    const theta = anyTheta(model.nParameters);
    expectGradient((at, g) => model.lossAndGradient(at, Z, codes, g), theta, 7);
    expectGradient((at, g) => model.lossAndGradient(at, Z, codes, g, undefined, weights), theta, 7);
  });

  test("weights and a choice of rows count as they say", () => {
    const theta = anyTheta(model.nParameters);
    const gradients = [new Float64Array(theta.length), new Float64Array(theta.length)];
    const rows = Int32Array.from({ length: 1100 }, (_, i) => i).filter((i) => i % 3 > 0);
    const loss = model.lossAndGradient(theta, Z, codes, gradients[0], rows, weights);
    const all = model.lossAndGradient(theta, Z, codes, gradients[1], undefined, weights);
    expect(loss * rows.length).toBeCloseTo(all * 1100, 9);
    gradients[0].forEach((g, j) => expect(g * rows.length).toBeCloseTo(gradients[1][j] * 1100, 9));
  });

  test("no rows have no loss", () => {
    const gradient = anyTheta(model.nParameters);
    expect(model.lossAndGradient(anyTheta(model.nParameters), Z, codes, gradient, new Int32Array(0))).toBe(0);
    expect([...gradient]).toEqual(Array.from(gradient, () => 0));
  });

  test("zero parameters know nothing: log K, and 1 / K each", () => {
    const zeros = new Float64Array(model.nParameters);
    expect(model.lossAndGradient(zeros, Z, codes, zeros.slice())).toBeCloseTo(Math.log(nClasses), 12);
    model.predictProba(zeros, Z).data.forEach((p) => expect(p).toBeCloseTo(1 / nClasses, 15));
    expect(new Set(model.predict(zeros, Z))).toEqual(new Set([0]));
  });

  test("the objective in standardised variables has the gradient of its value, and its penalty", () => {
    for (const hasIntercept of [true, false]) {
      const problem = { model, X, y: codes, weights, lambda: 0.3, hasIntercept };
      const standardisation = standardisationOf(X, 0.3, hasIntercept);
      const u = anyTheta(model.nParameters);
      const objective = logisticObjective(problem, standardisation);
      expectGradient(objective, u, 6);
      const theta = u.slice();
      toParameters(problem, standardisation, u, theta);
      const plain = model.lossAndGradient(theta, X, codes, u.slice(), undefined, weights);
      const squares = theta.slice(0, model.nWeights).reduce((sum, w) => sum + w * w, 0);
      expect(objective(u, u.slice())).toBeCloseTo(plain + 0.15 * squares, 10);
    }
  });
});

describe("scores that are large", () => {
  const X = matrixFromRows([[1], [-1]]);

  test("two classes: the loss of a wrong answer is its score, of a right one 0", () => {
    const model = new LogisticModel(1, 2);
    const gradient = new Float64Array(2);
    const theta = Float64Array.of(800, 0);
    expect(model.lossAndGradient(theta, X, Float64Array.of(0, 1), gradient)).toBeCloseTo(800, 10);
    expect([...gradient]).toEqual([1, 0]);
    expect(model.lossAndGradient(theta, X, Float64Array.of(1, 0), gradient)).toBe(0);
    expect([...model.predictProba(theta, X).data]).toEqual([0, 1, 1, 0]);
  });

  test("three classes", () => {
    const model = new LogisticModel(1, 3);
    const theta = Float64Array.of(0, 800, -800, 0, 0, 0);
    expect(model.lossAndGradient(theta, X, Float64Array.of(2, 2), new Float64Array(6))).toBeCloseTo(800, 10);
    expect([...model.predictProba(theta, X).data]).toEqual([0, 1, 0, 0, 0, 1]);
  });
});

describe("LogisticRegression", () => {
  const { X, y } = made(200, 3);

  test("the probability of two classes that one constant feature cannot tell apart is their share", () => {
    const flat = matrix(4, 1, Float64Array.of(3, 3, 3, 3));
    const model = new LogisticRegression({ tol: 1e-12 }).fit(flat, ["a", "b", "b", "b"]);
    expect(model.coef.data[0]).toBeCloseTo(0, 12);
    expect(model.intercept[0]).toBeCloseTo(Math.log(3), 10);
    expect(model.predictProba(flat).data[1]).toBeCloseTo(0.75, 10);
  });

  test("at the minimum, without a penalty, each class is predicted as often as it occurs", () => {
    const model = new LogisticRegression({ penalty: null, tol: 1e-10, maxIter: 1000 }).fit(X, y);
    const { data } = model.predictProba(X);
    for (const k of [0, 1, 2]) {
      const expected = y.filter((code) => code === k).length;
      expect(data.reduce((sum, p, at) => sum + (at % 3 === k ? p : 0), 0)).toBeCloseTo(expected, 6);
    }
  });

  test("the units of the features and their offsets do not change what is learnt without a penalty", () => {
    const options = { penalty: null, tol: 1e-9, maxIter: 1000 } as const;
    const scaled = matrix(
      200,
      4,
      X.data.map((x, at) => [1000 * x, x - 1e5, x / 7, x][at % 4]),
    );
    const one = new LogisticRegression(options).fit(X, y);
    const other = new LogisticRegression(options).fit(scaled, y);
    expect(relativeError(other.predictProba(scaled).data, one.predictProba(X).data)).toBeLessThan(1e-6);
  });

  test("a weight of 2 counts as two rows, and scaled weights with C scaled against them change nothing", () => {
    const options = { tol: 1e-10, maxIter: 1000 };
    const rows = [...Array(200).keys(), ...Array(50).keys()];
    const twice = new LogisticRegression(options).fit(
      takeRows(X, rows),
      rows.map((i) => y[i]),
    );
    const sampleWeight = y.map((_, i) => (i < 50 ? 2 : 1));
    const weighted = new LogisticRegression(options).fit(X, y, { sampleWeight });
    expect(relativeError(weighted.coef.data, twice.coef.data)).toBeLessThan(1e-6);
    const tenfold = sampleWeight.map((weight) => 10 * weight);
    const scaled = new LogisticRegression({ ...options, C: 0.1 }).fit(X, y, { sampleWeight: tenfold });
    expect(relativeError(scaled.coef.data, weighted.coef.data)).toBeLessThan(1e-6);
  });

  test("says when the iterations did not do", () => {
    const short = new LogisticRegression({ maxIter: 2, tol: 1e-10 }).fit(X, y);
    expect([short.converged, short.nIter]).toEqual([false, 2]);
    const model = new LogisticRegression({ tol: 1e-10, maxIter: 1000 }).fit(X, y);
    expect(model.converged).toBe(true);
    expect(LogisticRegression.fromState(short.toState()).converged).toBe(false);
  });

  test("a class without rows is thought impossible", () => {
    const model = new LogisticRegression({ tol: 1e-7 }).fit(X, y, { classes: [0, 1, 2, 3] });
    const { data } = model.predictProba(X);
    expect(Math.max(...data.filter((_, at) => at % 4 === 3))).toBeLessThan(1e-4);
  });

  test("no gradient without classes", () => {
    expect(() => new LogisticRegression().gradient({ nFeatures: 2, classes: null })).toThrow(
      /^classes must be a list/,
    );
  });
});
