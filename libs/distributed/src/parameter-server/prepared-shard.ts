import {
  DataError,
  encodeLabels,
  LinearModel,
  takeRows,
  type GradientModel,
  type Label,
  type Matrix,
  type Scaling,
} from "@chimera/algorithms";
import { columnOrder, inOrder } from "../coordinator/column-order.ts";
import { ParticipantError } from "../coordinator/errors.ts";
import { holdOut } from "./hold-out.ts";
import type { Computation, PrepareOrder } from "./messages.ts";
import type { ModelSource } from "./model-source.ts";
import type { ShardFeatures } from "./shard-features.ts";

/** A worker's rows and what it is to learn from them. */
export interface Shard {
  /** The worker's name; it enters the seed of its random streams. */
  name: string;
  source: ModelSource;
  columns: readonly string[];
  /** n × d. */
  features: ShardFeatures;
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

/**
 * Makes the shard ready for the rounds of one fit. What was prepared before must not be used any more: its rows may be
 * written over.
 *
 * @throws ParticipantError when its columns are others.
 */
export function prepareShard(shard: Shard, order: PrepareOrder): PreparedShard {
  const { columns, classes, fitId, seed, computation, validationFraction } = order;
  const model = shard.source.modelOf({ nFeatures: columns.length, classes }, order.linear);
  const rows = rowsOf(shard, order, model);
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

/** Everything that may be refused is looked at before the features are touched. */
function rowsOf(
  { features, y, columns, sampleWeight, name }: Shard,
  order: PrepareOrder,
  model: GradientModel,
): Rows {
  const { classes, classWeights, scaling } = order;
  const places = columnOrder(columns, order.columns, "this fit");
  const targets = classes === null ? Float64Array.from(y as ArrayLike<number>) : encodeLabels(y, classes);
  checkTargets(model, targets, name);
  const X = scaling ? features.standardized(inOwnOrder(scaling, places)) : features.raw();
  return {
    X: inOrder(X, places),
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

/** The scaling of the shard's columns. @param places where in the shard each of the fit's columns is. */
function inOwnOrder(
  { mean, scale }: { mean: number[]; scale: number[] },
  places: readonly number[],
): Scaling {
  const own = { mean: new Float64Array(places.length), scale: new Float64Array(places.length) };
  places.forEach((place, j) => {
    own.mean[place] = mean[j];
    own.scale[place] = scale[j];
  });
  return own;
}
