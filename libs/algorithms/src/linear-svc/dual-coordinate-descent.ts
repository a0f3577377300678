import { dotOf } from "../linear-algebra/index.ts";
import { shuffle } from "../random/sampling.ts";
import type { Random } from "../random/random.ts";
import type { Matrix } from "../tensor/matrix.ts";

/** A support vector machine of two classes. */
export interface BinaryProblem {
  readonly X: Matrix;
  /** yᵢ: +1 or −1, length n. */
  readonly signs: Float64Array;
  /** Cᵢ ≥ 0, what row i costs. */
  readonly costs: Float64Array;
  /** Whether the loss is max(0, 1 − y p)² instead of max(0, 1 − y p). */
  readonly isSquared: boolean;
  /** B: every row has one more feature of this value, whose weight is the intercept divided by B; 0 for no intercept. */
  readonly bias: number;
}

export interface DualOptions {
  /** Passes over the rows at most. */
  readonly maxIter: number;
  /** On the difference between the greatest and the smallest projected gradient, 0 counted among them. */
  readonly tol: number;
  readonly random: Random;
}

export interface DualSolution {
  /** w, and behind it the weight of the added feature: length d + 1. */
  readonly w: Float64Array;
  /** αᵢ ≥ 0, length n: w = Σ αᵢ yᵢ xᵢ. */
  readonly alpha: Float64Array;
  readonly nIter: number;
  readonly converged: boolean;
}

/**
 * Dual coordinate descent (Hsieh, Chang, Lin, Keerthi & Sundararajan, A Dual Coordinate Descent Method for Large-scale Linear
 * SVM, 2008, algorithm 3 with shrinking; as LIBLINEAR). The primal and the dual problem:
 *
 *     min  ½ ‖w‖² + Σ Cᵢ l(yᵢ w·xᵢ)        min  ½ ‖Σ αᵢ yᵢ xᵢ‖² + ½ Σ Dᵢ αᵢ² − Σ αᵢ        0 ≤ αᵢ ≤ Uᵢ
 *
 * with Dᵢ = 0, Uᵢ = Cᵢ for the hinge loss, Dᵢ = 1 / (2 Cᵢ), Uᵢ = ∞ for the squared one. One αᵢ at a time has a closed form:
 *
 *     G = yᵢ w·xᵢ − 1 + Dᵢ αᵢ        αᵢ ← clip(αᵢ − G / (xᵢ·xᵢ + Dᵢ), 0, Uᵢ)        w ← w + Δαᵢ yᵢ xᵢ
 *
 * Rows whose αᵢ stays at a bound are set aside ("shrinking") until the others have converged.
 */
export function solveDual(problem: BinaryProblem, { maxIter, tol, random }: DualOptions): DualSolution {
  const descent = new DualDescent(problem);
  let nIter = 0;
  let converged = false;
  while (nIter < maxIter && !converged) {
    nIter++;
    const spread = descent.pass(random);
    if (spread > tol) continue;
    // Of the rows in hand nothing moves; it is the end only when no row was set aside.
    converged = descent.isComplete;
    descent.takeAll();
  }
  return { w: descent.w, alpha: descent.alpha, nIter, converged };
}

class DualDescent {
  readonly w: Float64Array;
  readonly alpha: Float64Array;
  private readonly problem: BinaryProblem;
  /** xᵢ·xᵢ + B² + Dᵢ. */
  private readonly curvatures: Float64Array;
  /** The rows with Cᵢ > 0; the first `nActive` are in hand. */
  private readonly rows: Int32Array;
  private nActive: number;
  /** Greatest and smallest projected gradient of the pass before: beyond them a row at its bound is set aside. */
  private upper = Infinity;
  private lower = -Infinity;

  constructor(problem: BinaryProblem) {
    const { X, costs, bias } = problem;
    const { data, nColumns: d } = X;
    this.problem = problem;
    this.w = new Float64Array(d + 1);
    this.alpha = new Float64Array(X.nRows);
    this.curvatures = costs.map(
      (_, i) => dotOf(data, i * d, data, i * d, d) + bias * bias + this.dampingOf(i),
    );
    this.rows = Int32Array.from(costs.keys()).filter((i) => costs[i] > 0);
    this.nActive = this.rows.length;
  }

  get isComplete(): boolean {
    return this.nActive === this.rows.length;
  }

  takeAll(): void {
    this.nActive = this.rows.length;
    this.upper = Infinity;
    this.lower = -Infinity;
  }

  /** A step for every row in hand, in random order. @returns the spread of their projected gradients. */
  pass(random: Random): number {
    const { rows, alpha, curvatures } = this;
    // LIBLINEAR leaves 0 out of the band, and ends early where all gradients are equal, but not 0.
    let greatest = 0;
    let smallest = 0;
    shuffle(rows.subarray(0, this.nActive), random);
    for (let at = 0; at < this.nActive; at++) {
      const i = rows[at];
      const limit = this.problem.isSquared ? Infinity : this.problem.costs[i];
      const G = this.slopeOf(i);
      const isLow = alpha[i] === 0;
      const isHigh = alpha[i] === limit;
      if ((isLow && G > this.upper) || (isHigh && G < this.lower)) {
        this.setAside(at--);
        continue;
      }
      // At a bound, a slope that points out of the box is none.
      const projected = (isLow && G > 0) || (isHigh && G < 0) ? 0 : G;
      greatest = Math.max(greatest, projected);
      smallest = Math.min(smallest, projected);
      if (projected === 0) continue;
      const next = Math.min(Math.max(alpha[i] - G / curvatures[i], 0), limit);
      this.move(i, next - alpha[i]);
      alpha[i] = next;
    }
    this.upper = greatest > 0 ? greatest : Infinity;
    this.lower = smallest < 0 ? smallest : -Infinity;
    return greatest - smallest;
  }

  /** Dᵢ. */
  private dampingOf(i: number): number {
    const { isSquared, costs } = this.problem;
    return isSquared ? 0.5 / costs[i] : 0;
  }

  /** G. */
  private slopeOf(i: number): number {
    const { X, signs, bias } = this.problem;
    const d = X.nColumns;
    const p = dotOf(this.w, 0, X.data, i * d, d) + bias * this.w[d];
    return signs[i] * p - 1 + this.dampingOf(i) * this.alpha[i];
  }

  /** w ← w + Δαᵢ yᵢ xᵢ. */
  private move(i: number, delta: number): void {
    const { w, problem } = this;
    const { X, signs, bias } = problem;
    const d = X.nColumns;
    const step = delta * signs[i];
    for (let j = 0, at = i * d; j < d; j++, at++) w[j] += step * X.data[at];
    w[d] += step * bias;
  }

  private setAside(at: number): void {
    const { rows } = this;
    this.nActive--;
    const row = rows[at];
    rows[at] = rows[this.nActive];
    rows[this.nActive] = row;
  }
}
