import type { Matrix } from "../tensor/matrix.ts";
import { findLeaves, type FlatTree } from "../tree/index.ts";

/**
 * Predicts the training rows, each by the trees that did not draw it: these have not seen it, so that the score of their mean
 * answer estimates the score on new rows (Breiman, "Random forests", 2001).
 */
export class OutOfBag {
  private readonly X: Matrix;
  private readonly nOutputs: number;
  private readonly sums: Float64Array;
  /** Trees that answered for each row. */
  private readonly nTrees: Int32Array;

  constructor(X: Matrix, nOutputs: number) {
    this.X = X;
    this.nOutputs = nOutputs;
    this.sums = new Float64Array(X.nRows * nOutputs);
    this.nTrees = new Int32Array(X.nRows);
  }

  /** @param rows that the tree did not draw. */
  add(tree: FlatTree, rows: Int32Array): void {
    const { nOutputs, sums, nTrees } = this;
    const leaves = findLeaves(tree, this.X, rows);
    for (let p = 0; p < rows.length; p++) {
      const i = rows[p];
      for (let k = 0; k < nOutputs; k++) sums[i * nOutputs + k] += tree.value[leaves[p] * nOutputs + k];
      nTrees[i]++;
    }
  }

  /** The rows that some tree has answered for, in order, and the mean answers to them. */
  means(): { rows: Int32Array; answers: Float64Array } {
    const { nOutputs, sums, nTrees } = this;
    const rows = Int32Array.from(nTrees.keys()).filter((i) => nTrees[i] > 0);
    const answers = new Float64Array(rows.length * nOutputs);
    rows.forEach((i, p) => {
      for (let k = 0; k < nOutputs; k++) answers[p * nOutputs + k] = sums[i * nOutputs + k] / nTrees[i];
    });
    return { rows, answers };
  }
}
