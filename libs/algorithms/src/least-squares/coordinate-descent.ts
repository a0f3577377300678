import type { Random } from "../random/random.ts";
import type { QuadraticProblem } from "./quadratic-problem.ts";

export interface CoordinateDescentOptions {
  /** Strength of ‖w‖₁, ≥ 0. */
  readonly l1: number;
  /** Strength of ½‖w‖², ≥ 0. */
  readonly l2: number;
  /** Whether wⱼ ≥ 0. */
  readonly isPositive: boolean;
  /** Sweeps over the d coefficients, at most. */
  readonly maxIter: number;
  /** Of the duality gap, relative to y·y; and of the greatest change in a sweep, relative to the greatest coefficient. */
  readonly tol: number;
  /** Draws the coefficient of every step; `null` takes them in turn. */
  readonly random: Random | null;
}

export interface CoordinateDescentResult {
  /** w, length d. */
  readonly w: Float64Array;
  /** How far P(w) is above the minimum, at most. */
  readonly dualityGap: number;
  /** Sweeps. */
  readonly nIter: number;
  /** Whether the gap is within the tolerance. */
  readonly converged: boolean;
}

/**
 * Coordinate descent (Friedman, Hastie, Höfling & Tibshirani, Pathwise Coordinate Optimization, 2007) on
 *
 *     P(w) = ½ ‖y − X w‖² + λ₁ ‖w‖₁ + λ₂/2 ‖w‖²
 *
 * For one coefficient, the others fixed, the minimum has a closed form, with r = y − X w:
 *
 *     wⱼ ← S(xⱼ·r + wⱼ xⱼ·xⱼ, λ₁) / (xⱼ·xⱼ + λ₂)        S(z, λ) = sign(z) max(|z| − λ, 0)
 *
 * It ends as in scikit-learn: when no coefficient moves much any more, the duality gap is computed, and has to be ≤ tol y·y.
 */
export function coordinateDescent(
  problem: QuadraticProblem,
  options: CoordinateDescentOptions,
): CoordinateDescentResult {
  const w = new Float64Array(problem.squares.length);
  const tolerance = options.tol * problem.targetSquare;
  let gap = Infinity;
  let sweep = 0;
  do {
    sweep++;
    const { change, largest } = sweepOnce(problem, w, options);
    const isSettled = largest === 0 || change <= options.tol * largest;
    if (isSettled || sweep === options.maxIter) gap = dualityGap(problem, w, options);
  } while (sweep < options.maxIter && gap > tolerance);
  return { w, dualityGap: gap, nIter: sweep, converged: gap <= tolerance };
}

/** d steps. @returns the greatest change, and the greatest |wⱼ| among the coefficients it touched. */
function sweepOnce(
  problem: QuadraticProblem,
  w: Float64Array,
  { l1, l2, isPositive, random }: CoordinateDescentOptions,
): { change: number; largest: number } {
  const { squares } = problem;
  const d = w.length;
  let change = 0;
  let largest = 0;
  for (let step = 0; step < d; step++) {
    const j = random ? random.integer(d) : step;
    if (squares[j] === 0) continue;
    const before = w[j];
    const z = problem.correlation(j) + before * squares[j];
    const shrunk = Math.max(Math.abs(z) - l1, 0) / (squares[j] + l2);
    w[j] = z >= 0 ? shrunk : isPositive ? 0 : -shrunk;
    if (w[j] !== before) problem.change(j, w[j] - before);
    change = Math.max(change, Math.abs(w[j] - before));
    largest = Math.max(largest, Math.abs(w[j]));
  }
  return { change, largest };
}

/**
 * P(w) − D(θ) ≥ P(w) − min P for the dual point that comes from the residual, θ = c r, where c shrinks r until
 * |xⱼ·r − λ₂ wⱼ| ≤ λ₁ for all j (Kim, Koh, Lustig, Boyd & Gorinevsky, 2007):
 *
 *     gap = ½ (1 + c²) r·r − c r·y + λ₁ ‖w‖₁ + λ₂/2 (1 + c²) ‖w‖²        c = min(1, λ₁ / max |Xᵀr − λ₂ w|)
 */
export function dualityGap(
  problem: QuadraticProblem,
  w: Float64Array,
  { l1, l2, isPositive }: Pick<CoordinateDescentOptions, "l1" | "l2" | "isPositive">,
): number {
  let most = 0;
  let magnitudes = 0;
  let squares = 0;
  w.forEach((wj, j) => {
    const slope = problem.correlation(j) - l2 * wj;
    most = Math.max(most, isPositive ? slope : Math.abs(slope));
    magnitudes += Math.abs(wj);
    squares += wj * wj;
  });
  const { square, withTarget } = problem.residual(w);
  const c = most > l1 ? l1 / most : 1;
  const both = 1 + c * c;
  return (both / 2) * square - c * withTarget + l1 * magnitudes + (l2 / 2) * both * squares;
}
