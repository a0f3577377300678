import type { Label } from "../estimator.ts";
import { affineMap } from "../linear-algebra/index.ts";
import { rowBlocks, type Matrix } from "../tensor/matrix.ts";
import { checkWidth } from "../validation/data.ts";

/** Two classes need one output, whose sign decides; otherwise each class has its own. */
export function outputsOf(nClasses: number): number {
  return nClasses === 2 ? 1 : nClasses;
}

/**
 * @param scores n × `outputsOf(nClasses)`.
 * @returns n codes: the class of the greatest score, of equal ones the first; of two classes 1 where the score is above 0.
 */
export function codesOfScores(scores: Float64Array, nClasses: number): Int32Array {
  const K = outputsOf(nClasses);
  const codes = new Int32Array(scores.length / K);
  if (nClasses === 2) {
    for (let i = 0; i < codes.length; i++) codes[i] = Number(scores[i] > 0);
    return codes;
  }
  for (let i = 0; i < codes.length; i++) codes[i] = indexOfLargest(scores, i * K, K);
  return codes;
}

/** @returns 0…K−1, the place of the greatest of K scores from `at` on, of equal ones the first. */
function indexOfLargest(scores: Float64Array, at: number, K: number): number {
  let best = 0;
  for (let k = 1; k < K; k++) if (scores[at + k] > scores[at + best]) best = k;
  return best;
}

/**
 * What a fitted linear model answers for the rows of X. One output alone decides between two classes by its sign: the second
 * where it is above 0. Otherwise the class of the greatest score is the answer, of equal ones the first.
 *
 * @param X n × d. @param parameters nOutputs × d weights, then nOutputs biases. @returns n labels.
 * @throws DataError for another width, NaN or infinity.
 */
export function labelsOfRows(
  X: Matrix,
  nFeatures: number,
  parameters: Float64Array,
  nOutputs: number,
  classes: readonly Label[],
): Label[] {
  checkWidth(X, nFeatures);
  const labels = new Array<Label>(X.nRows);
  const isSign = nOutputs === 1 && classes.length === 2;
  for (const { rows, first } of rowBlocks(X)) {
    const scores = affineMap(rows, nFeatures, parameters, nOutputs, X);
    if (isSign) labelsOfSigns(scores, classes, labels, first);
    else labelsOfLargest(scores, nOutputs, classes, labels, first);
  }
  return labels;
}

function labelsOfSigns(
  scores: Float64Array,
  classes: readonly Label[],
  labels: Label[],
  first: number,
): void {
  for (let i = 0; i < scores.length; i++) labels[first + i] = classes[Number(scores[i] > 0)];
}

function labelsOfLargest(
  scores: Float64Array,
  K: number,
  classes: readonly Label[],
  labels: Label[],
  first: number,
): void {
  const n = scores.length / K;
  for (let i = 0; i < n; i++) labels[first + i] = classes[indexOfLargest(scores, i * K, K)];
}
