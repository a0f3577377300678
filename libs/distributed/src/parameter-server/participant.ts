import {
  columnMoments,
  createRandom,
  encodeLabels,
  hashSeed,
  KERNEL,
  sampleWithoutReplacement,
  sgdEpochs,
  sortedClasses,
  standardize,
  type Label,
  type LinearModel,
  type Matrix,
} from "@chimera/algorithms";
import type { Participant } from "../coordinator/coordinator.ts";
import { inColumnOrder } from "../coordinator/column-order.ts";
import { ParticipantError } from "../coordinator/errors.ts";
import type {
  Computation,
  ParameterServerAnswer,
  ParameterServerOrder,
  PrepareOrder,
  WorkerDescription,
} from "./messages.ts";
import { linearModelOf, type ModelShape } from "./linear-model.ts";

/** A worker's rows and what it is to learn from them. */
export interface Shard extends Omit<ModelShape, "classes"> {
  /** The worker's name; it enters the seed of its random stream. */
  name: string;
  /** n × d. */
  X: Matrix;
  /** n labels or numbers. */
  y: ArrayLike<Label>;
}

/** What `prepare` left on the worker. */
interface Prepared {
  fitId: string;
  model: LinearModel;
  X: Matrix;
  y: Float64Array;
  seed: number;
  computation: Computation;
  gradient: Float64Array;
}

/**
 * The worker's side of the parameter server: it computes on its own rows and never sends one of them. The vector in
 * an answer is the worker's own buffer: it holds until the next order.
 */
export function parameterServerParticipant(
  shard: Shard,
): Participant<ParameterServerOrder, ParameterServerAnswer> {
  let prepared: Prepared | undefined;

  function answer(order: ParameterServerOrder): ParameterServerAnswer {
    if (order.type === "describe") return describe(shard, order.moments);
    if (order.type === "prepare") {
      prepared = prepare(shard, order);
      return { type: "prepared" };
    }
    const ready = requirePrepared(order.fitId);
    requireLength(ready, order.parameters);
    return order.type === "gradient" ? gradient(ready, order) : localEpochs(ready, order);
  }

  function requirePrepared(fitId: string): Prepared {
    if (prepared?.fitId === fitId) return prepared;
    throw new ParticipantError(
      "conflict",
      `${shard.name} is not prepared for fit ${fitId} (it may have restarted): start a new fit.`,
    );
  }

  function gradient(
    ready: Prepared,
    order: { round: number; parameters: Float64Array },
  ): ParameterServerAnswer {
    const { model, X, y, computation } = ready;
    const batchSize = computation.mode === "gradient" ? computation.batchSize : null;
    const rows =
      batchSize === null || batchSize >= X.nRows
        ? undefined
        : sampleWithoutReplacement(X.nRows, batchSize, randomOf(ready, order.round));
    const loss = model.lossAndGradient(order.parameters, X, y, ready.gradient, rows);
    if (!isFinite(loss, ready.gradient)) return { type: "diverged", loss: String(loss) };
    // A batch's mean estimates the shard's mean, so its weight in the round is the shard's size.
    return { type: "gradient", gradient: ready.gradient, loss, nSamples: X.nRows };
  }

  function localEpochs(
    ready: Prepared,
    order: { round: number; parameters: Float64Array },
  ): ParameterServerAnswer {
    const { model, X, y, computation, gradient: update } = ready;
    if (computation.mode !== "local-epochs") {
      throw new ParticipantError(
        "conflict",
        `${shard.name} was prepared for gradients, not for local epochs.`,
      );
    }
    const learnt = order.parameters.slice();
    const { epochs, learningRate, alpha } = computation;
    const random = randomOf(ready, order.round);
    const loss = sgdEpochs(model, learnt, X, y, { epochs, learningRate, alpha, random });
    for (let j = 0; j < update.length; j++) update[j] = order.parameters[j] - learnt[j];
    if (!isFinite(loss, update)) return { type: "diverged", loss: String(loss) };
    return { type: "update", update, loss, nSamples: X.nRows };
  }

  /** One stream per worker and round: an order that is repeated gets the same answer. */
  function randomOf({ seed }: Prepared, round: number): ReturnType<typeof createRandom> {
    return createRandom(hashSeed(seed, shard.name, round));
  }

  return { answer };
}

function describe({ task, loss, columns, X, y }: Shard, moments: boolean): WorkerDescription {
  const described: WorkerDescription = {
    type: "description",
    task,
    loss,
    columns: [...columns],
    nSamples: X.nRows,
    classes: task === "classifier" ? sortedClasses(y) : null,
    modes: ["gradient", "local-epochs"],
    kernel: KERNEL,
  };
  if (!moments) return described;
  const { mean, m2 } = columnMoments(X);
  return { ...described, moments: { mean: Array.from(mean), m2: Array.from(m2) } };
}

function prepare(shard: Shard, order: PrepareOrder): Prepared {
  const ordered = inColumnOrder(shard.X, shard.columns, order.columns, "this fit");
  const { scaling, classes, fitId, seed, computation } = order;
  const model = linearModelOf({ ...shard, columns: order.columns, classes });
  return {
    fitId,
    model,
    X: scaling ? standardize(ordered, asScaling(scaling)) : ordered,
    y: classes === null ? Float64Array.from(shard.y as ArrayLike<number>) : encodeLabels(shard.y, classes),
    seed,
    computation,
    gradient: new Float64Array(model.nParameters),
  };
}

function asScaling({ mean, scale }: { mean: number[]; scale: number[] }): {
  mean: Float64Array;
  scale: Float64Array;
} {
  return { mean: Float64Array.from(mean), scale: Float64Array.from(scale) };
}

function isFinite(loss: number, values: Float64Array): boolean {
  return Number.isFinite(loss) && values.every(Number.isFinite);
}

function requireLength({ model }: Prepared, parameters: Float64Array): void {
  if (parameters.length === model.nParameters) return;
  throw new ParticipantError(
    "invalid",
    `Expected ${model.nParameters} parameters, got ${parameters.length}: send the vector of this fit's model.`,
  );
}
