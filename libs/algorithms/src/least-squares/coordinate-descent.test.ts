import { describe, expect, test } from "vitest";
import { relativeError } from "../../references/table.ts";
import { columnsOf, scatterOf } from "../linear-algebra/index.ts";
import { createRandom } from "../random/random.ts";
import { matrix, matrixFromRows } from "../tensor/matrix.ts";
import { coordinateDescent, dualityGap } from "./coordinate-descent.ts";
import { ElasticNet, Lasso, Ridge } from "./index.ts";
import { GramProblem, ResidualProblem } from "./quadratic-problem.ts";

const random = createRandom(13);
const X = matrix(30, 6);
X.data.forEach((_, at) => (X.data[at] = random.normal()));
const y = Float64Array.from(
  { length: 30 },
  (_, i) => 3 * X.data[6 * i] - 2 * X.data[6 * i + 2] + random.normal(),
);
const exact = { tol: 1e-14, maxIter: 10_000 };
const OPTIONS = { l1: 4, l2: 2, isPositive: false, random: null, ...exact };

const problems = () => ({
  residual: new ResidualProblem(columnsOf(X), y),
  gram: new GramProblem(scatterOf(X, y, { weights: null, isCentred: false })),
});

describe("coordinate descent", () => {
  test("one column is the soft threshold", () => {
    // Σ x y = 8, Σ x² = 8 around the means, n = 3: w = (8 − 3 · ⅔) / 8.
    const model = new Lasso({ alpha: 2 / 3, ...exact }).fit(matrixFromRows([[1], [3], [5]]), [1, 3, 5]);
    expect(model.coef[0]).toBeCloseTo(0.75, 14);
    expect(model.intercept).toBeCloseTo(0.75, 14);
    expect([model.nIter, model.converged]).toEqual([2, true]);
  });

  test("both ways of keeping the residual take the same steps", () => {
    const { residual, gram } = problems();
    const [a, b] = [coordinateDescent(residual, OPTIONS), coordinateDescent(gram, OPTIONS)];
    expect(relativeError(a.w, b.w)).toBeLessThan(1e-12);
    expect(a.converged && b.converged).toBe(true);
    const w = Float64Array.of(1, -2, 0, 0.5, 0, 3);
    const fresh = problems();
    w.forEach((wj, j) => [fresh.residual, fresh.gram].forEach((problem) => problem.change(j, wj)));
    const [one, other] = [dualityGap(fresh.residual, w, OPTIONS), dualityGap(fresh.gram, w, OPTIONS)];
    expect(relativeError([one], [other])).toBeLessThan(1e-12);
  });

  test("the duality gap bounds what is left to gain, and closes", () => {
    const value = (w: Float64Array) => {
      const problem = problems().residual;
      w.forEach((wj, j) => problem.change(j, wj));
      const norms = w.reduce((sum, wj) => sum + OPTIONS.l1 * Math.abs(wj) + (OPTIONS.l2 / 2) * wj * wj, 0);
      return problem.residual().square / 2 + norms;
    };
    const best = value(coordinateDescent(problems().gram, OPTIONS).w);
    for (const maxIter of [1, 2, 4, 8]) {
      const { w, dualityGap: gap, nIter } = coordinateDescent(problems().gram, { ...OPTIONS, maxIter });
      expect(nIter).toBe(maxIter);
      expect(value(w) - best).toBeLessThanOrEqual(gap + 1e-12);
    }
    expect(coordinateDescent(problems().gram, OPTIONS).dualityGap).toBeLessThan(1e-11);
  });

  test("no coefficient can be moved for the better", () => {
    for (const isPositive of [false, true]) {
      const { w } = coordinateDescent(problems().gram, { ...OPTIONS, isPositive });
      const problem = problems().residual;
      w.forEach((wj, j) => problem.change(j, wj));
      w.forEach((wj, j) => {
        const slope = problem.correlation(j) - OPTIONS.l2 * wj;
        if (wj !== 0) expect(slope).toBeCloseTo(OPTIONS.l1 * Math.sign(wj), 6);
        else expect(isPositive ? slope : Math.abs(slope)).toBeLessThanOrEqual(OPTIONS.l1 + 1e-9);
        if (isPositive) expect(wj).toBeGreaterThanOrEqual(0);
      });
    }
  });
});

describe("the regressors", () => {
  test("a random selection finds the same minimum, and its seed decides the way", () => {
    const make = (seed: number) => new Lasso({ alpha: 0.1, selection: "random", seed, ...exact }).fit(X, y);
    const cyclic = new Lasso({ alpha: 0.1, ...exact }).fit(X, y);
    expect(relativeError(make(1).coef, cyclic.coef)).toBeLessThan(1e-6);
    expect(make(1).toState()).toEqual(make(1).toState());
    expect(make(1).coef).not.toEqual(make(2).coef);
    expect(new Lasso({ alpha: 0.1, selection: "random", ...exact }).fit(X, y, { seed: 2 }).coef).toEqual(
      make(2).coef,
    );
  });

  test("a penalty that is too strong leaves the mean", () => {
    const model = new Lasso({ alpha: 100 }).fit(X, y);
    expect([...model.coef]).toEqual([0, 0, 0, 0, 0, 0]);
    expect(model.intercept).toBeCloseTo(y.reduce((sum, value) => sum + value, 0) / 30, 13);
  });

  test("without l1 it is ridge regression, whose α counts all rows", () => {
    const net = new ElasticNet({ alpha: 0.2, l1Ratio: 0, tol: 0, maxIter: 500 }).fit(X, y);
    expect(relativeError(net.coef, new Ridge({ alpha: 0.2 * 30 }).fit(X, y).coef)).toBeLessThan(1e-12);
  });

  test("says when the sweeps did not do", () => {
    const model = new Lasso({ alpha: 0.01, maxIter: 1, tol: 1e-12 }).fit(X, y);
    expect([model.converged, model.nIter]).toEqual([false, 1]);
    expect(model.dualityGap).toBeGreaterThan(0);
  });
});
