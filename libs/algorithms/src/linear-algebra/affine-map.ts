import { DataError } from "../errors.ts";
import type { Matrix } from "../tensor/matrix.ts";
import { areFinite, checkFiniteBlock, checkWidth } from "../validation/data.ts";
import { affineScores } from "./affine-scores.ts";

/**
 * The scores pᵢₖ = wₖ·xᵢ + bₖ of a fitted linear model.
 *
 * A NaN or an infinity in a row makes all of the row's scores NaN or infinite (0 · ∞ is NaN), so the n × K scores are
 * looked at instead of the n × d features, and X only when one of them is not finite.
 *
 * @param X n × d. @param parameters K × d weights, then K biases. @returns n × K, row after row.
 * @param whole the matrix of which X is a block of rows, so that an error tells the row by its number there.
 * @throws DataError for another width, NaN or infinity, and when a score is beyond float64.
 */
export function affineMap(
  X: Matrix,
  nFeatures: number,
  parameters: Float64Array,
  K: number,
  whole = X,
): Float64Array {
  checkWidth(X, nFeatures);
  const scores = new Float64Array(X.nRows * K);
  affineScores(X.data, nFeatures, 0, X.nRows, parameters, K, scores);
  if (!areFinite(scores)) refuseRows(X, whole);
  return scores;
}

/** Not the scores' fault alone: either X is not finite, or its values are so large that w·x overflows. */
function refuseRows(X: Matrix, whole: Matrix): never {
  checkFiniteBlock(X, whole);
  throw new DataError({
    expected: "rows whose scores w·x + b are finite numbers",
    got: "values so large that a score overflows",
    remedy: "Scale the features as those that the model was fitted on.",
  });
}
