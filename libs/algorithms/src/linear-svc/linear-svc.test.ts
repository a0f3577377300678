import { describe, expect, test } from "vitest";
import { dotOf } from "../linear-algebra/index.ts";
import { createRandom } from "../random/random.ts";
import { matrix, matrixFromRows } from "../tensor/matrix.ts";
import { solveDual } from "./dual-coordinate-descent.ts";
import { LinearSVC } from "./index.ts";

/** Overlapping classes −1 and +1. */
function made(n: number) {
  const random = createRandom(31);
  const X = matrix(n, 3);
  const signs = new Float64Array(n).map((_, i) => (i % 2 === 0 ? 1 : -1));
  X.data.forEach((_, at) => (X.data[at] = random.normal() + 0.7 * signs[Math.floor(at / 3)]));
  return { X, signs };
}

describe("dual coordinate descent", () => {
  const { X, signs } = made(60);
  const costs = signs.map((_, i) => (i % 4) / 2);

  test.each([true, false])("primal and dual value meet (squared: %s)", (isSquared) => {
    const problem = { X, signs, costs, isSquared, bias: 2 };
    const options = { maxIter: 50_000, tol: 1e-11, random: createRandom(1) };
    const { w, alpha, converged } = solveDual(problem, options);
    expect(converged).toBe(true);
    const square = dotOf(w, 0, w, 0, 4);
    let primal = square / 2;
    let dual = -square / 2;
    const sum = new Float64Array(4);
    signs.forEach((sign, i) => {
      const hinge = Math.max(0, 1 - sign * (dotOf(w, 0, X.data, 3 * i, 3) + 2 * w[3]));
      primal += costs[i] * (isSquared ? hinge * hinge : hinge);
      dual += alpha[i] - (isSquared && costs[i] > 0 ? alpha[i] ** 2 / (4 * costs[i]) : 0);
      expect(alpha[i]).toBeGreaterThanOrEqual(0);
      if (!isSquared) expect(alpha[i]).toBeLessThanOrEqual(costs[i]);
      [...X.data.slice(3 * i, 3 * i + 3), 2].forEach((x, j) => (sum[j] += alpha[i] * sign * x));
    });
    expect(primal - dual).toBeGreaterThan(-1e-9);
    expect(primal - dual).toBeLessThan(1e-8);
    sum.forEach((value, j) => expect(value).toBeCloseTo(w[j], 9));
  });

  test("rows that cost nothing teach nothing", () => {
    const problem = { X, signs, costs: new Float64Array(60), isSquared: true, bias: 1 };
    const { w, converged } = solveDual(problem, { maxIter: 5, tol: 1e-4, random: createRandom(1) });
    expect([[...w], converged]).toEqual([[0, 0, 0, 0], true]);
  });
});

describe("LinearSVC", () => {
  const { X, signs } = made(60);
  const y = Array.from(signs, (sign) => (sign > 0 ? "yes" : "no"));

  test("the widest street between two points: w = 2 (a − b) / ‖a − b‖²", () => {
    const points = matrixFromRows([
      [0, 0],
      [4, 3],
    ]);
    const model = new LinearSVC({
      loss: "hinge",
      C: 100,
      tol: 1e-10,
      maxIter: 100_000,
    });
    const { coef, intercept } = model.fit(points, [0, 1]);
    expect(coef.data[0]).toBeCloseTo(8 / 25, 6);
    expect(coef.data[1]).toBeCloseTo(6 / 25, 6);
    expect(intercept[0]).toBeCloseTo(-1, 6);
  });

  test("its votes are its predictions, the sign of its scores", () => {
    const model = new LinearSVC().fit(X, y);
    const { data } = model.decisionFunction(X);
    expect(model.predict(X)).toEqual(Array.from(data, (p) => (p > 0 ? "yes" : "no")));
    expect([...model.predictProba(X).data]).toEqual(
      Array.from(data).flatMap((p) => (p > 0 ? [0, 1] : [1, 0])),
    );
  });

  test("says when the passes did not do", () => {
    const model = new LinearSVC({ loss: "hinge", maxIter: 2, tol: 1e-8 }).fit(X, y);
    expect([model.converged, model.nIter]).toEqual([false, 2]);
  });

  test("the seed of the fit decides the order of the rows", () => {
    const make = (seed: number) => new LinearSVC({ loss: "hinge", maxIter: 3 }).fit(X, y, { seed }).coef;
    expect(make(1)).toEqual(make(1));
    expect(make(1)).not.toEqual(make(2));
  });
});
