import { kernels, stridedMatrix } from "../kernels/index.ts";
import { PROBABILITIES, type ProbabilityName } from "../losses/links.ts";
import { matrix, rowOf, type Matrix } from "../tensor/matrix.ts";

/** @param scores n × 1 (two classes: class 1 where p > 0) or n × K. @returns n class codes; the first of equals wins. */
export function codesFromScores(scores: Matrix): Float64Array {
  if (scores.nColumns === 1) return scores.data.map((p) => (p > 0 ? 1 : 0));
  return Float64Array.from({ length: scores.nRows }, (_, i) => indexOfLargest(rowOf(scores, i)));
}

function indexOfLargest(values: Float64Array): number {
  let best = 0;
  for (let k = 1; k < values.length; k++) if (values[k] > values[best]) best = k;
  return best;
}

/**
 * Probabilities of the classes. With q(p) the probability that the link gives to one score: 1 − q(p) and q(p) for
 * two, q(pₖ) / Σ q(pₗ) for K (one-vs-all; Zadrozny & Elkan, Transforming Classifier Scores into Accurate Multiclass
 * Probability Estimates, 2002); `softmax` takes the scores of a row together.
 *
 * @param scores n × 1 or n × K. @returns n × 2 or n × K, each row sums to 1.
 */
export function probabilitiesFromScores(scores: Matrix, link: ProbabilityName = "logit"): Matrix {
  if (link === "softmax") return softmaxProbabilities(scores);
  const q = PROBABILITIES[link];
  if (scores.nColumns === 1) return binaryProbabilities(scores, q);
  const probabilities = matrix(scores.nRows, scores.nColumns, scores.data.map(q));
  for (let i = 0; i < probabilities.nRows; i++) normalize(rowOf(probabilities, i));
  return probabilities;
}

function softmaxProbabilities(scores: Matrix): Matrix {
  const probabilities = matrix(scores.nRows, scores.nColumns, scores.data.slice());
  kernels().softmaxRows(stridedMatrix(probabilities));
  return probabilities;
}

function binaryProbabilities(scores: Matrix, q: (p: number) => number): Matrix {
  const probabilities = matrix(scores.nRows, 2);
  scores.data.forEach((p, i) => {
    probabilities.data[2 * i] = q(-p);
    probabilities.data[2 * i + 1] = q(p);
  });
  return probabilities;
}

/** Divides by the sum; classes that are all impossible become equally likely. */
function normalize(row: Float64Array): void {
  let sum = 0;
  for (const probability of row) sum += probability;
  for (let k = 0; k < row.length; k++) row[k] = sum > 0 ? row[k] / sum : 1 / row.length;
}
