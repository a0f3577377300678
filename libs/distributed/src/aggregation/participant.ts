import {
  checkMatrix,
  hashSeed,
  kernels,
  matrix,
  requireSynchronous,
  sortedClasses,
  type Estimator,
  type FitOptions,
  type Label,
  type Matrix,
} from "@chimera/algorithms";
import type { Participant } from "../coordinator/coordinator.ts";
import { inColumnOrder, someInColumnOrder } from "../coordinator/column-order.ts";
import { ParticipantError } from "../coordinator/errors.ts";
import { drawSizes, type Drawing } from "./draw-options.ts";
import { drawSample, rowsOutOfBag, takeDrawn, takeItems, type Draw } from "./draw.ts";
import type { AggregationAnswer, AggregationOrder, LearnerDescription } from "./messages.ts";
import { outOfBagSums } from "./out-of-bag.ts";

/** A worker's learner and the rows it learns from. */
export interface LearnerShard {
  /** The worker's name; it enters the seed of its draws. */
  name: string;
  estimator: Estimator;
  /** What each fit draws of the rows and features. */
  drawing: Drawing;
  columns: readonly string[];
  /** n × d. */
  X: Matrix;
  /** n labels or numbers. */
  y: ArrayLike<Label>;
  /** n weights ≥ 0 of the rows. Default: all count alike. */
  sampleWeight?: ArrayLike<number> | undefined;
}

/**
 * The worker's side of distributed bagging: the learner and its rows stay here.
 *
 * @throws ParameterError when the shard has not as many rows or features as shall be drawn.
 */
export function aggregationParticipant(
  shard: LearnerShard,
): Participant<AggregationOrder, AggregationAnswer> {
  const { name, estimator, drawing, columns, X, y } = shard;
  const sizes = drawSizes(drawing, X);
  let fitted: { fitId: string; features: Int32Array | null } | undefined;

  function answer(order: AggregationOrder): AggregationAnswer {
    if (order.type === "describe") return describe(shard);
    return order.type === "fit" ? fit(order) : predict(order);
  }

  function fit({ fitId, classes, seed }: AggregationOrder & { type: "fit" }): AggregationAnswer {
    const draw = drawSample(drawing, sizes, X, seed, name);
    fitOn(shard, draw, { seed: hashSeed(seed, name), ...(classes && { classes }) });
    fitted = { fitId, features: draw.features };
    if (!drawing.oobScore) return { type: "fitted", nSamples: X.nRows };
    const rows = rowsOutOfBag(draw.rows, X.nRows);
    const unseen = takeDrawn(X, { rows, features: draw.features });
    return {
      type: "fitted",
      nSamples: X.nRows,
      outOfBag: outOfBagSums(estimator, unseen, takeItems(y, rows)),
    };
  }

  function predict(order: AggregationOrder & { type: "predict" }): AggregationAnswer {
    if (fitted?.fitId !== order.fitId) {
      throw new ParticipantError(
        "conflict",
        `${name} holds no model of fit ${order.fitId} (it may have restarted): start a new fit.`,
      );
    }
    const { features } = fitted;
    const rows = features
      ? someInColumnOrder(order.X, order.columns, columns, features, name)
      : inColumnOrder(order.X, order.columns, columns, name);
    return { type: "predictions", values: valuesOf(estimator, rows) };
  }

  return { answer };
}

/** n × 1 numbers of a regressor, n × K probabilities of a classifier. */
function valuesOf(estimator: Estimator, rows: Matrix): Matrix {
  const { name } = estimator;
  if (estimator.task === "regressor") {
    return matrix(rows.nRows, 1, requireSynchronous(estimator.predict(rows), `${name}.predict`));
  }
  const probabilities = requireSynchronous(estimator.predictProba(rows), `${name}.predictProba`);
  checkMatrix(probabilities, `what ${name}.predictProba returns`);
  return probabilities;
}

/** @param options the classes only for a classifier: a regressor's order names none. */
function fitOn(
  { name, estimator, X, y, sampleWeight }: LearnerShard,
  draw: Draw,
  options: FitOptions & { classes?: Label[] },
): void {
  const { rows } = draw;
  const seen = takeDrawn(X, draw);
  const targets = rows ? takeItems(y, rows) : y;
  const weights = sampleWeight && rows ? takeItems(sampleWeight, rows) : sampleWeight;
  if (weights && rows && Array.from(weights).every((weight) => weight === 0)) {
    throw new ParticipantError(
      "invalid",
      `All ${rows.length} rows that ${name} drew have the weight 0: draw more, or leave such rows out of its shard.`,
    );
  }
  const weighted = { ...options, ...(weights && { sampleWeight: weights }) };
  const fitted =
    estimator.task === "classifier"
      ? estimator.fit(seen, targets, weighted)
      : estimator.fit(seen, targets as ArrayLike<number>, weighted);
  requireSynchronous(fitted, `${estimator.name}.fit`);
}

function describe({ estimator, columns, X, y }: LearnerShard): LearnerDescription {
  return {
    type: "description",
    task: estimator.task,
    estimator: estimator.name,
    columns: [...columns],
    nSamples: X.nRows,
    classes: estimator.task === "classifier" ? sortedClasses(y) : null,
    kernel: kernels().name,
    ...(estimator.takesMissing && { takesMissing: true }),
  };
}
