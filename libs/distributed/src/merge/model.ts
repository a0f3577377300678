import { matrix, type Estimator, type Label, type Matrix } from "@chimera/algorithms";
import { inColumnOrder } from "../coordinator/column-order.ts";
import { requireFinitePredictions } from "../coordinator/finite-predictions.ts";

/** The model of all rows; the master predicts with it alone. */
export interface MergedModel {
  estimator: Estimator;
  /** In the order the estimator knows them. */
  columns: string[];
  /** `null` for a regressor. */
  classes: Label[] | null;
}

/**
 * @param columns names of the columns of `X`: the model's, in any order.
 * @param X n × d.
 * @returns n × 1 numbers of a regressor, n × K probabilities of a classifier.
 * @throws ParticipantError (`invalid`) when the columns are not the model's, or a number overflows.
 */
export function predictMerged(
  { estimator, columns: known }: MergedModel,
  columns: readonly string[],
  X: Matrix,
): Matrix {
  const rows = inColumnOrder(X, columns, known, "the model");
  const values =
    estimator.task === "classifier"
      ? estimator.predictProba(rows)
      : matrix(rows.nRows, 1, estimator.predict(rows));
  requireFinitePredictions(values.data, values.nColumns);
  return values;
}
