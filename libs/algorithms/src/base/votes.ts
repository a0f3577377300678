import type { Label } from "../estimator.ts";
import { matrix, type Matrix } from "../tensor/matrix.ts";

/** @param scores n × K. @returns for every row the label of its largest score, of equal ones the first. */
export function labelsOfLargest(scores: Matrix, classes: readonly Label[]): Label[] {
  const labels = new Array<Label>(scores.nRows);
  writeLabelsOfLargest(scores, classes, labels, 0);
  return labels;
}

/** Writes the labels of `labelsOfLargest` from `first` on. Of two classes without a branch, which no one could predict. */
export function writeLabelsOfLargest<L extends Label>(
  scores: Matrix,
  classes: readonly L[],
  labels: L[],
  first: number,
): void {
  const { data, nRows, nColumns } = scores;
  if (nColumns === 2) {
    for (let i = 0; i < nRows; i++) labels[first + i] = classes[Number(data[2 * i + 1] > data[2 * i])];
    return;
  }
  for (let i = 0; i < nRows; i++) labels[first + i] = classes[indexOfLargest(scores, i)];
}

/** @param codes n codes 0…K−1. @returns n labels. */
export function labelsOfCodes(codes: ArrayLike<number>, classes: readonly Label[]): Label[] {
  const labels = new Array<Label>(codes.length);
  for (let i = 0; i < codes.length; i++) labels[i] = classes[codes[i]];
  return labels;
}

function indexOfLargest({ data, nColumns: K }: Matrix, i: number): number {
  const first = i * K;
  let best = 0;
  for (let k = 1; k < K; k++) if (data[first + k] > data[first + best]) best = k;
  return best;
}

/** What a classifier without probabilities answers in their place. @returns n × K: 1 for the row's code, else 0. */
export function votesOf(codes: ArrayLike<number>, nClasses: number): Matrix {
  const votes = matrix(codes.length, nClasses);
  for (let i = 0; i < codes.length; i++) votes.data[i * nClasses + codes[i]] = 1;
  return votes;
}
