import { dotOf, packedIndex, type Columns, type Scatter } from "../linear-algebra/index.ts";

/**
 * ½ ‖y − X w‖² as coordinate descent sees it: it changes one coefficient at a time, and asks for the correlation of a
 * column with the residual r = y − X w. It starts at w = 0.
 */
export interface QuadraticProblem {
  /** xⱼ·xⱼ, length d. */
  readonly squares: Float64Array;
  /** y·y. */
  readonly targetSquare: number;
  /** xⱼ·r. */
  correlation(j: number): number;
  /** wⱼ has grown by delta. */
  change(j: number, delta: number): void;
  /** r·r and r·y. @param w what the changes have led to. */
  residual(w: Float64Array): { square: number; withTarget: number };
}

/** Keeps the residual: a step costs n operations. For wide data. */
export class ResidualProblem implements QuadraticProblem {
  readonly squares: Float64Array;
  readonly targetSquare: number;
  private readonly X: Columns;
  private readonly y: Float64Array;
  private readonly r: Float64Array;

  /** @param X n × d. @param y n numbers. Neither is changed. */
  constructor(X: Columns, y: Float64Array) {
    const { nRows: n, nColumns: d, data } = X;
    this.X = X;
    this.y = y;
    this.r = y.slice();
    this.squares = Float64Array.from({ length: d }, (_, j) => dotOf(data, j * n, data, j * n, n));
    this.targetSquare = dotOf(y, 0, y, 0, n);
  }

  correlation(j: number): number {
    const { nRows: n, data } = this.X;
    return dotOf(data, j * n, this.r, 0, n);
  }

  change(j: number, delta: number): void {
    const { nRows: n, data } = this.X;
    for (let i = 0, at = j * n; i < n; i++, at++) this.r[i] -= delta * data[at];
  }

  residual(): { square: number; withTarget: number } {
    const { r, y } = this;
    return { square: dotOf(r, 0, r, 0, r.length), withTarget: dotOf(r, 0, y, 0, r.length) };
  }
}

/** Keeps XᵀX and Xᵀr: a step costs d operations however many rows there were ("covariance updates", Friedman et al.). */
export class GramProblem implements QuadraticProblem {
  readonly squares: Float64Array;
  readonly targetSquare: number;
  /** XᵀX, d × d. */
  private readonly gram: Float64Array;
  /** Xᵀy. */
  private readonly products: Float64Array;
  /** Xᵀr. */
  private readonly correlations: Float64Array;

  /** @param scatter of the rows (x, y). */
  constructor({ mean, scatter }: Scatter) {
    const d = mean.length - 1;
    this.gram = new Float64Array(d * d);
    for (let j = 0; j < d; j++) {
      for (let k = 0; k <= j; k++) {
        this.gram[j * d + k] = this.gram[k * d + j] = scatter[packedIndex(j, k)];
      }
    }
    this.products = scatter.slice(packedIndex(d, 0), packedIndex(d, d));
    this.correlations = this.products.slice();
    this.squares = Float64Array.from({ length: d }, (_, j) => this.gram[j * d + j]);
    this.targetSquare = scatter[packedIndex(d, d)];
  }

  correlation(j: number): number {
    return this.correlations[j];
  }

  change(j: number, delta: number): void {
    const { gram, correlations } = this;
    const d = correlations.length;
    for (let k = 0, at = j * d; k < d; k++, at++) correlations[k] -= delta * gram[at];
  }

  /** r·y = y·y − w·Xᵀy and r·r = r·y − w·Xᵀr. */
  residual(w: Float64Array): { square: number; withTarget: number } {
    const d = w.length;
    const withTarget = this.targetSquare - dotOf(w, 0, this.products, 0, d);
    return { square: withTarget - dotOf(w, 0, this.correlations, 0, d), withTarget };
  }
}
