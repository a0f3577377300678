import type { StateReader } from "../base/index.ts";
import type { Label, PlainData } from "../estimator.ts";
import { matrix, type Matrix } from "../tensor/matrix.ts";
import { MLPModel } from "./mlp-model.ts";
import { checkMLPParameters, type MLPParameters } from "./parameters.ts";
import type { MLPFit } from "./train.ts";

/** What an MLP knows after `fit`. */
export interface MLPLearnt extends MLPFit {
  readonly nFeatures: number;
  readonly model: MLPModel;
}

export function fitToState({ theta, nIter, lossCurve, validationScores }: MLPFit): PlainData {
  return {
    weights: Array.from(theta),
    nIter,
    lossCurve: [...lossCurve],
    validationScores: [...validationScores],
  };
}

/** @throws DataError, ParameterError when the state is not what `toState` returned. */
export function learntFromState(
  reader: StateReader,
  parameters: MLPParameters,
  classes: readonly Label[] | null,
): MLPLearnt {
  checkMLPParameters(parameters);
  const nFeatures = reader.count("nFeatures");
  const model = new MLPModel(parameters, { nFeatures, classes });
  return {
    nFeatures,
    model,
    theta: reader.float64("weights", model.nParameters),
    nIter: reader.count("nIter"),
    lossCurve: Array.from(reader.float64("lossCurve")),
    validationScores: Array.from(reader.float64("validationScores")),
  };
}

/** The weights of every layer, inputs × units: copies. */
export function coefsOf({ model, theta }: MLPLearnt): Matrix[] {
  let from = 0;
  return layerSizes(model).map(([inputs, units]) =>
    matrix(inputs, units, theta.slice(from, (from += inputs * units))),
  );
}

/** The biases of every layer: copies. */
export function interceptsOf({ model, theta }: MLPLearnt): Float64Array[] {
  let from = model.nWeights;
  return layerSizes(model).map(([, units]) => theta.slice(from, (from += units)));
}

function layerSizes({ network }: MLPModel): [inputs: number, units: number][] {
  return network.layers.map(({ inputShape: [inputs], layer }) => [inputs, layer.outputShape[0]]);
}
