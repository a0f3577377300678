import type { Label } from "../estimator.ts";

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
  for (let i = 0, at = 0; i < codes.length; i++, at += K) {
    let best = 0;
    for (let k = 1; k < K; k++) if (scores[at + k] > scores[at + best]) best = k;
    codes[i] = best;
  }
  return codes;
}

/** Writes the labels of `codesOfScores` from `first` on. For two classes the scores alone take half the time of codes. */
export function writeLabels(
  scores: Float64Array,
  classes: readonly Label[],
  labels: Label[],
  first: number,
): void {
  if (classes.length === 2) {
    for (let i = 0; i < scores.length; i++) labels[first + i] = classes[Number(scores[i] > 0)];
    return;
  }
  const codes = codesOfScores(scores, classes.length);
  for (let i = 0; i < codes.length; i++) labels[first + i] = classes[codes[i]];
}
