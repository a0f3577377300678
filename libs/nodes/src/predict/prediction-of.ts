import { labelsOfLargest, type Label, type Matrix } from "@chimera/algorithms";
import type { Prediction } from "../masters/service.ts";

/**
 * What a master answers, from n × 1 numbers of a regressor (`classes` is `null`) or n × K probabilities of a classifier.
 * Of equally probable classes the first is the prediction.
 */
export function predictionOf(
  matrix: Matrix,
  classes: Label[] | null,
  failed: Prediction["failed"] = [],
): Prediction {
  if (classes === null) return { values: Array.from(matrix.data), classes, failed };
  return {
    values: labelsOfLargest(matrix, classes),
    classes,
    probabilities: { matrix, classes },
    failed,
  };
}
