import { kernels, matrix, strided, type Floats, type Label, type Matrix } from "@chimera/algorithms";

/** What a network's outputs say. */
export interface NetworkAnswers {
  /** n labels of a classifier, n numbers of a regressor. */
  readonly values: Label[];
  /** n × K of a classifier. */
  readonly probabilities?: Matrix;
}

/**
 * The class of the largest score, of equal ones the first; of two classes with one score p, the second where p > 0. The
 * probabilities are the softmax of the scores, or 1 / (1 + e⁻ᵖ). A regressor's outputs are its answers.
 *
 * @param outputs n × m.
 */
export function answersOf(outputs: Floats, nRows: number, classes: readonly Label[] | null): NetworkAnswers {
  if (classes === null) return { values: Array.from(outputs) };
  const K = classes.length;
  const probabilities = outputs.length === nRows ? ofOneScore(outputs) : ofScores(outputs, nRows, K);
  const values = Array.from({ length: nRows }, (_, i) => classes[largestOf(probabilities.data, i * K, K)]);
  return { values, probabilities };
}

function ofScores(outputs: Floats, nRows: number, K: number): Matrix {
  const probabilities = matrix(nRows, K, Float64Array.from(outputs));
  kernels().softmaxRows(strided(probabilities.data, nRows, K));
  return probabilities;
}

function ofOneScore(scores: Floats): Matrix {
  const probabilities = matrix(scores.length, 2);
  scores.forEach((p, i) => {
    probabilities.data[2 * i] = 1 / (1 + Math.exp(p));
    probabilities.data[2 * i + 1] = 1 / (1 + Math.exp(-p));
  });
  return probabilities;
}

function largestOf(values: Float64Array, from: number, K: number): number {
  let best = 0;
  for (let k = 1; k < K; k++) if (values[from + k] > values[from + best]) best = k;
  return best;
}
