import { consecutive } from "../random/sampling.ts";

/**
 * The weights of the rows in one tree. Rows of weight 0 do not take part; a bootstrap sample is the weights that say how
 * often each row was drawn, so that no row is ever copied.
 */
export class RowWeights {
  /** n weights ≥ 0. */
  readonly weights: Float64Array;
  /** The rows of weight > 0, in order. */
  readonly rows: Int32Array;
  /** Σ weights. */
  readonly total: number;
  private readonly areOnes: boolean;
  private readonly areIntegers: boolean;

  /** @param weights null: every row weighs 1. */
  constructor(nRows: number, weights: Float64Array | null) {
    this.weights = weights ?? new Float64Array(nRows).fill(1);
    this.rows = weights === null ? consecutive(nRows) : rowsWithWeight(weights);
    this.total = weights === null ? nRows : weights.reduce((sum, weight) => sum + weight, 0);
    this.areOnes = weights === null || this.rows.every((i) => weights[i] === 1);
    this.areIntegers = this.areOnes || this.rows.every((i) => Number.isInteger(this.weights[i]));
  }

  /**
   * Whether statistics have to count rows apart from their weight. They need not where all weights are 1; nor where they
   * are integers (whose sums and differences are exact, so that 0 says "no row") and one row is enough for a leaf.
   */
  mustCountRows(minSamplesLeaf: number): boolean {
    return !this.areOnes && !(this.areIntegers && minSamplesLeaf === 1);
  }
}

function rowsWithWeight(weights: Float64Array): Int32Array {
  const rows = new Int32Array(weights.length);
  let n = 0;
  for (let i = 0; i < weights.length; i++) if (weights[i] > 0) rows[n++] = i;
  return rows.slice(0, n);
}
