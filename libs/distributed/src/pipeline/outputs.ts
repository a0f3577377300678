import { kernels, matrix, strided, type Floats, type Label, type Matrix } from "@chimera/algorithms";
import { requireFinitePredictions } from "../coordinator/finite-predictions.ts";

/**
 * What a network's outputs predict: n × K probabilities of a classifier, the softmax of the scores, or of two classes with one
 * score p, 1 / (1 + e⁻ᵖ) of the second; a regressor's n × 1 numbers as they are.
 *
 * @param outputs n × m. @param classes K; `null` for a regressor.
 * @throws ParticipantError (`invalid`) when a number overflows; DataError when there are not so many outputs.
 */
export function predictionsOf(outputs: Floats, nRows: number, classes: readonly Label[] | null): Matrix {
  const predictions = fromOutputs(outputs, nRows, classes);
  requireFinitePredictions(predictions.data, predictions.nColumns);
  return predictions;
}

function fromOutputs(outputs: Floats, nRows: number, classes: readonly Label[] | null): Matrix {
  if (classes === null) return matrix(nRows, 1, Float64Array.from(outputs));
  if (classes.length === 2 && outputs.length === nRows) return ofOneScore(outputs);
  const probabilities = matrix(nRows, classes.length, Float64Array.from(outputs));
  kernels().softmaxRows(strided(probabilities.data, nRows, classes.length));
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
