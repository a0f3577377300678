import { matrix, type Estimator, type Label, type Matrix } from "@chimera/algorithms";
import { inColumnOrder } from "../coordinator/column-order.ts";
import { ParticipantError } from "../coordinator/errors.ts";

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
  const overflow = values.data.findIndex((value) => !Number.isFinite(value));
  if (overflow === -1) return values;
  throw new ParticipantError(
    "invalid",
    `The prediction of row ${Math.floor(overflow / values.nColumns)} is no finite number: its values are too large.`,
  );
}
