import {
  DataError,
  encodeLabels,
  LinearModel,
  standardize,
  takeRows,
  type GradientModel,
  type Label,
  type Matrix,
  type Scaling,
} from "@chimera/algorithms";
import { inColumnOrder } from "../coordinator/column-order.ts";
import { ParticipantError } from "../coordinator/errors.ts";
import { holdOut } from "./hold-out.ts";
import type { Computation, PrepareOrder } from "./messages.ts";
import type { ModelSource } from "./model-source.ts";

/** A worker's rows and what it is to learn from them. */
export interface Shard {
  /** The worker's name; it enters the seed of its random streams. */
  name: string;
  source: ModelSource;
  columns: readonly string[];
  /** n × d. */
  X: Matrix;
  /** n labels or numbers. */
  y: ArrayLike<Label>;
  /** n weights ≥ 0 of the rows in the loss. Default: all 1. */
  sampleWeight?: Float64Array;
}

/** Rows as the model takes them. */
export interface Rows {
  /** m × d, standardised where that was agreed. */
  X: Matrix;
  /** m numbers, or codes of the agreed classes. */
  y: Float64Array;
  /** m weights, sample times class; `undefined` when all weigh 1. */
  weights: Float64Array | undefined;
}

/** What `prepare` left on the worker. */
export interface PreparedShard {
  fitId: string;
  model: GradientModel;
  /** The rows it trains on. */
  training: Rows;
  /** The rows it holds out; `undefined` when there are none. */
  validation: Rows | undefined;
  seed: number;
  computation: Computation;
  /** Receives the answer to an order, length nParameters: it holds until the next order. */
  answer: Float64Array;
}

/** Makes the shard ready for the rounds of one fit. @throws ParticipantError when its columns are others. */
export function prepareShard(shard: Shard, order: PrepareOrder): PreparedShard {
  const { columns, classes, fitId, seed, computation, validationFraction } = order;
  const model = shard.source.modelOf({ nFeatures: columns.length, classes }, order.linear);
  const rows = rowsOf(shard, order);
  checkTargets(model, rows.y, shard.name);
  const parts =
    validationFraction === undefined ? null : holdOut(rows.X.nRows, validationFraction, seed, shard.name);
  return {
    fitId,
    model,
    training: parts === null ? rows : take(rows, parts.training),
    validation: parts?.validation.length ? take(rows, parts.validation) : undefined,
    seed,
    computation,
    answer: new Float64Array(model.nParameters),
  };
}

/** A loss may be defined for some targets only, such as `poisson` for y ≥ 0. @throws ParticipantError */
export function checkTargets(model: GradientModel, y: Float64Array, worker: string): void {
  if (!(model instanceof LinearModel)) return;
  try {
    model.checkTargets(y);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    throw new ParticipantError(
      "invalid",
      `${worker} cannot learn with the loss ${model.loss}. ${error.message}`,
    );
  }
}

function rowsOf({ X, y, columns, sampleWeight }: Shard, order: PrepareOrder): Rows {
  const { classes, classWeights, scaling } = order;
  const ordered = inColumnOrder(X, columns, order.columns, "this fit");
  const targets = classes === null ? Float64Array.from(y as ArrayLike<number>) : encodeLabels(y, classes);
  return {
    X: scaling ? standardize(ordered, asScaling(scaling)) : ordered,
    y: targets,
    weights: classWeights ? weightsOf(targets, classWeights, sampleWeight) : sampleWeight,
  };
}

/** The weight of a row is its own times its class's. */
function weightsOf(codes: Float64Array, classWeights: readonly number[], own?: Float64Array): Float64Array {
  return codes.map((code, i) => classWeights[code] * (own ? own[i] : 1));
}

function take({ X, y, weights }: Rows, indices: Int32Array): Rows {
  const of = (values: Float64Array): Float64Array => Float64Array.from(indices, (i) => values[i]);
  return { X: takeRows(X, indices), y: of(y), weights: weights && of(weights) };
}

function asScaling({ mean, scale }: { mean: number[]; scale: number[] }): Scaling {
  return { mean: Float64Array.from(mean), scale: Float64Array.from(scale) };
}
