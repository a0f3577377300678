import { foldScaling, unfoldScaling, type Label, type LinearModel, type Matrix } from "@chimera/algorithms";
import { inColumnOrder } from "../coordinator/column-order.ts";
import { CoordinationError, ParticipantError } from "../coordinator/errors.ts";
import type { Agreement } from "./agreement.ts";
import { linearModelOf, type ModelShape } from "./linear-model.ts";
import type { ParameterServerSettings } from "./settings.ts";

/** The final model, for raw (not standardised) features: it is what the master predicts with. */
export interface TrainedLinearModel extends ModelShape {
  /** Weights, nOutputs × nFeatures, then nOutputs biases; see `LinearModel`. */
  parameters: Float64Array;
}

/**
 * @param columns names of the columns of `X`: the model's, in any order.
 * @param X n × d.
 * @returns n numbers of a regressor, n labels of a classifier.
 * @throws ParticipantError (`invalid`) when the columns are not the model's, or a number overflows.
 */
export function predictWith(model: TrainedLinearModel, columns: readonly string[], X: Matrix): Label[] {
  const rows = inColumnOrder(X, columns, model.columns, "the model");
  const predictions = linearModelOf(model).predict(model.parameters, rows);
  const overflow = predictions.findIndex((value) => !Number.isFinite(value));
  if (overflow !== -1) {
    throw new ParticipantError(
      "invalid",
      `The prediction of row ${overflow} is no finite number: its values are too large.`,
    );
  }
  const { classes } = model;
  return Array.from(predictions, (value) => (classes === null ? value : classes[value]));
}

/** Parameters on standardised features become parameters on raw ones. */
export function trainedModel(
  settings: ParameterServerSettings,
  { columns, classes, scaling }: Agreement,
  parameters: Float64Array,
): TrainedLinearModel {
  const trained = { task: settings.task, loss: settings.loss, columns, classes };
  const raw = scaling ? foldScaling(parameters, linearModelOf(trained), scaling) : parameters.slice();
  return { ...trained, parameters: raw };
}

/**
 * Zeros, or for a warm start the earlier model seen through this fit's standardisation.
 *
 * @throws CoordinationError when the earlier model has other columns or classes.
 */
export function startingParameters(
  model: LinearModel,
  { columns, classes, scaling }: Agreement,
  earlier?: TrainedLinearModel,
): Float64Array {
  if (!earlier) return new Float64Array(model.nParameters);
  const same = (a: readonly Label[] | null, b: readonly Label[] | null): boolean => String(a) === String(b);
  if (!same(earlier.columns, columns) || !same(earlier.classes, classes)) {
    throw new CoordinationError(
      "disagreement",
      "A warm start needs the columns and classes of the model before: fit without warmStart.",
    );
  }
  return scaling ? unfoldScaling(earlier.parameters, model, scaling) : earlier.parameters.slice();
}
