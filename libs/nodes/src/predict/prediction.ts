import { labelsOfLargest, type Label, type Matrix } from "@chimera/algorithms";
import type { WorkerName } from "@chimera/distributed";

/** What a master answers for n rows. */
export interface Prediction {
  /** n labels of a classifier, n numbers of a regressor. */
  values: Label[];
  /** A classifier's K classes; `null` for a regressor. */
  classes: Label[] | null;
  /** n × K probabilities, where the algorithm answers them, in the order of `classes`. */
  probabilities?: { matrix: Matrix; classes: Label[] };
  /** Workers whose part is missing, and why. */
  failed: { name: WorkerName; reason: string }[];
}

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
