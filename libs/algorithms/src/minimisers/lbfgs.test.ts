import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { minimise } from "./index.ts";
import type { Objective } from "./index.ts";

/** Rosenbrock (1960): a bent valley, its minimum 0 at (1, 1). */
const rosenbrock: Objective = ([a, b], gradient) => {
  gradient[0] = -2 * (1 - a) - 400 * a * (b - a * a);
  gradient[1] = 200 * (b - a * a);
  return (1 - a) ** 2 + 100 * (b - a * a) ** 2;
};

/** ½ Σ cⱼ (xⱼ − tⱼ)², its minimum 0 at t. */
function bowl(curvatures: readonly number[], target: readonly number[]): Objective {
  return (x, gradient) => {
    let value = 0;
    curvatures.forEach((c, j) => {
      gradient[j] = c * (x[j] - target[j]);
      value += (c / 2) * (x[j] - target[j]) ** 2;
    });
    return value;
  };
}

describe("L-BFGS", () => {
  test("finds the minimum of Rosenbrock's valley from the classical start", () => {
    const start = Float64Array.of(-1.2, 1);
    const minimum = minimise(rosenbrock, start, { tol: 1e-10, maxIter: 200 });
    expect(minimum.converged).toBe(true);
    expect(minimum.x[0]).toBeCloseTo(1, 9);
    expect(minimum.x[1]).toBeCloseTo(1, 9);
    expect(minimum.nIter).toBeLessThan(60);
    expect(start).toEqual(Float64Array.of(-1.2, 1));
  });

  test("finds the minimum of any bowl, whatever its curvatures", () => {
    const anyBowl = fc.array(
      fc.record({
        curvature: fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
        target: fc.double({ min: -10, max: 10, noNaN: true }),
      }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(anyBowl, (axes) => {
        const target = axes.map((axis) => axis.target);
        const objective = bowl(
          axes.map((axis) => axis.curvature),
          target,
        );
        const { x, converged } = minimise(objective, new Float64Array(axes.length), {
          tol: 1e-9,
          maxIter: 500,
        });
        expect(converged).toBe(true);
        target.forEach((t, j) => expect(Math.abs(x[j] - t)).toBeLessThanOrEqual(1e-6));
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  test("says so when the iterations did not do", () => {
    const { converged, nIter } = minimise(rosenbrock, Float64Array.of(-1.2, 1), {
      tol: 1e-10,
      maxIter: 5,
    });
    expect([converged, nIter]).toEqual([false, 5]);
  });

  test("a start at the minimum stays there", () => {
    const { x, nIter, nEvaluations } = minimise(bowl([2], [3]), Float64Array.of(3), {
      tol: 0,
      maxIter: 5,
    });
    expect([x[0], nIter, nEvaluations]).toEqual([3, 0, 1]);
  });

  test("where f has no minimum it stops, and has not converged", () => {
    const slope: Objective = ([x], gradient) => {
      gradient[0] = -1;
      return -x;
    };
    expect(minimise(slope, Float64Array.of(0), { tol: 1e-6, maxIter: 50 }).converged).toBe(false);
  });

  test("steps back from where f is not finite", () => {
    const logBarrier: Objective = ([x], gradient) => {
      gradient[0] = 1 - 0.001 / x;
      return x > 0 ? x - 0.001 * Math.log(x) : NaN;
    };
    const { x, converged } = minimise(logBarrier, Float64Array.of(1), { tol: 1e-8, maxIter: 100 });
    expect(converged).toBe(true);
    expect(x[0]).toBeCloseTo(0.001, 9);
  });
});
