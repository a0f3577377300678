import {
  bootstrapIndices,
  createRandom,
  hashSeed,
  KERNEL,
  matrix,
  sortedClasses,
  takeRows,
  type Estimator,
  type Label,
  type Matrix,
} from "@chimera/algorithms";
import type { Participant } from "../coordinator/coordinator.ts";
import { inColumnOrder } from "../coordinator/column-order.ts";
import { ParticipantError } from "../coordinator/errors.ts";
import type { AggregationAnswer, AggregationOrder, LearnerDescription } from "./messages.ts";

/** A worker's weak learner and the rows it learns from. */
export interface LearnerShard {
  /** The worker's name; it enters the seed of its bootstrap. */
  name: string;
  estimator: Estimator;
  /** Whether each fit draws n of the n rows with replacement first. */
  bootstrap: boolean;
  columns: readonly string[];
  /** n × d. */
  X: Matrix;
  /** n labels or numbers. */
  y: ArrayLike<Label>;
}

/** The worker's side of distributed bagging: the learner and its rows stay here. */
export function aggregationParticipant(
  shard: LearnerShard,
): Participant<AggregationOrder, AggregationAnswer> {
  const { name, estimator, bootstrap, columns, X, y } = shard;
  let fitted: string | undefined;

  function answer(order: AggregationOrder): AggregationAnswer {
    if (order.type === "describe") return describe(shard);
    return order.type === "fit" ? fit(order) : predict(order);
  }

  function fit({ fitId, classes, seed }: AggregationOrder & { type: "fit" }): AggregationAnswer {
    const streamSeed = hashSeed(seed, name);
    const rows = bootstrap ? bootstrapIndices(X.nRows, createRandom(streamSeed)) : undefined;
    const XFit = rows ? takeRows(X, rows) : X;
    const yFit = rows ? takeItems(y, rows) : y;
    if (estimator.task === "classifier") {
      estimator.fit(XFit, yFit, { seed: streamSeed, ...(classes && { classes }) });
    } else {
      estimator.fit(XFit, yFit as ArrayLike<number>, { seed: streamSeed });
    }
    fitted = fitId;
    return { type: "fitted", nSamples: X.nRows };
  }

  function predict(order: AggregationOrder & { type: "predict" }): AggregationAnswer {
    if (fitted !== order.fitId) {
      throw new ParticipantError(
        "conflict",
        `${name} holds no model of fit ${order.fitId} (it may have restarted): start a new fit.`,
      );
    }
    const rows = inColumnOrder(order.X, order.columns, columns, name);
    const values =
      estimator.task === "classifier"
        ? estimator.predictProba(rows)
        : matrix(rows.nRows, 1, estimator.predict(rows));
    return { type: "predictions", values };
  }

  return { answer };
}

function describe({ estimator, columns, X, y }: LearnerShard): LearnerDescription {
  return {
    type: "description",
    task: estimator.task,
    estimator: estimator.name,
    columns: [...columns],
    nSamples: X.nRows,
    classes: estimator.task === "classifier" ? sortedClasses(y) : null,
    kernel: KERNEL,
    ...(estimator.takesMissing && { takesMissing: true }),
  };
}

/** `Array.from(rows, …)` takes ten times as long. */
function takeItems(y: ArrayLike<Label>, rows: Int32Array): Label[] {
  const items = new Array<Label>(rows.length);
  for (let i = 0; i < rows.length; i++) items[i] = y[rows[i]];
  return items;
}
