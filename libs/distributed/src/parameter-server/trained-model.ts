import {
  foldScaling,
  LinearModel,
  standardize,
  unfoldScaling,
  type GradientModel,
  type Label,
  type Matrix,
  type Scaling,
} from "@chimera/algorithms";
import { inColumnOrder } from "../coordinator/column-order.ts";
import { CoordinationError } from "../coordinator/errors.ts";
import { requireFinitePredictions } from "../coordinator/finite-predictions.ts";
import type { Agreement } from "./agreement.ts";

/** The final model: it is what the master predicts with. */
export interface TrainedModel {
  model: GradientModel;
  /** θ, length nParameters. */
  parameters: Float64Array;
  /** Order of the features. */
  columns: readonly string[];
  /** `null` for a regressor. */
  classes: readonly Label[] | null;
  /** How features are standardised before the model sees them; `null` when it takes them raw. */
  scaling: Scaling | null;
}

/**
 * @param columns names of the columns of `X`: the model's, in any order.
 * @param X n × d.
 * @returns n numbers of a regressor, n labels of a classifier.
 * @throws ParticipantError (`invalid`) when the columns are not the model's, or a number overflows.
 */
export function predictWith(trained: TrainedModel, columns: readonly string[], X: Matrix): Label[] {
  const { model, parameters, classes, scaling } = trained;
  const rows = inColumnOrder(X, columns, trained.columns, "the model");
  const predictions = model.predict(parameters, scaling ? standardize(rows, scaling) : rows);
  requireFinitePredictions(predictions, 1);
  return classes === null
    ? Array.from(predictions)
    : Array.from(predictions, (code) => labelOf(code, classes));
}

/** The model may be of a user's own class. */
function labelOf(code: number, classes: readonly Label[]): Label {
  if (code in classes) return classes[code];
  throw new Error(`The model predicted class ${code}; expected a code 0…${classes.length - 1}.`);
}

/**
 * A linear model takes the standardisation into its parameters and is one for raw features; any other keeps the
 * scaling beside it.
 */
export function trainedModel(
  model: GradientModel,
  { columns, classes, scaling }: Agreement,
  parameters: Float64Array,
): TrainedModel {
  const trained = { model, columns, classes };
  if (scaling === null) return { ...trained, scaling, parameters: parameters.slice() };
  return model instanceof LinearModel
    ? { ...trained, scaling: null, parameters: foldScaling(parameters, model, scaling) }
    : { ...trained, scaling, parameters: parameters.slice() };
}

/**
 * Where training starts: where the model says (zeros, when it says nothing), or for a warm start the earlier model.
 *
 * @throws CoordinationError when the earlier model has other columns or classes, or the model's own start is unfit.
 */
export function startingParameters(
  model: GradientModel,
  agreement: Agreement,
  seed: number,
  earlier?: TrainedModel,
): Float64Array {
  if (!earlier) return initialParameters(model, seed);
  const { scaling } = agreement;
  return scaling && model instanceof LinearModel
    ? unfoldScaling(earlier.parameters, model, scaling)
    : earlier.parameters.slice();
}

function initialParameters(model: GradientModel, seed: number): Float64Array {
  const initial = model.initialParameters?.(seed) ?? new Float64Array(model.nParameters);
  if (initial.length === model.nParameters && initial.every(Number.isFinite)) return initial.slice();
  throw new CoordinationError(
    "disagreement",
    `Expected ${model.nParameters} finite initial parameters of the model, got [${initial.join(", ")}].`,
  );
}

/**
 * The agreement of a fit that goes on from an earlier model. What a model that is not linear has learnt holds for the
 * features as they were standardised then, so that scaling is kept.
 *
 * @throws CoordinationError when the earlier model has other columns or classes.
 */
export function agreementWith(agreement: Agreement, earlier?: TrainedModel): Agreement {
  if (!earlier) return agreement;
  const same = (a: readonly Label[] | null, b: readonly Label[] | null): boolean => String(a) === String(b);
  if (!same(earlier.columns, agreement.columns) || !same(earlier.classes, agreement.classes)) {
    throw new CoordinationError(
      "disagreement",
      "A warm start needs the columns and classes of the model before: fit without warmStart.",
    );
  }
  return earlier.scaling === null ? agreement : { ...agreement, scaling: earlier.scaling };
}
