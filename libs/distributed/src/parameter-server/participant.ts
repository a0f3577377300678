import {
  areFinite,
  createRandom,
  encodeLabels,
  hashSeed,
  kernels,
  LinearModel,
  sampleWithoutReplacement,
  sgdEpochs,
  sortedClasses,
  type Label,
  type Random,
} from "@chimera/algorithms";
import type { Participant } from "../coordinator/coordinator.ts";
import { ParticipantError } from "../coordinator/errors.ts";
import type {
  DescribeOrder,
  LocalEpochs,
  LocalEpochsOrder,
  ParameterServerAnswer,
  ParameterServerOrder,
  Validation,
  WorkerDescription,
} from "./messages.ts";
import { miniBatchEpochs } from "./mini-batch-epochs.ts";
import { prepareShard, type PreparedShard, type Shard } from "./prepared-shard.ts";

/** An order of a round. */
interface Round {
  round: number;
  parameters: Float64Array;
}

/**
 * The worker's side of the parameter server: it computes on its own rows and never sends one of them. The vector in
 * an answer is the worker's own buffer: it holds until the next order.
 */
export function parameterServerParticipant(
  shard: Shard,
): Participant<ParameterServerOrder, ParameterServerAnswer> {
  let prepared: PreparedShard | undefined;

  function answer(order: ParameterServerOrder): ParameterServerAnswer {
    if (order.type === "describe") return describe(shard, order);
    if (order.type === "prepare") {
      prepared = undefined;
      prepared = prepareShard(shard, order);
      return { type: "prepared" };
    }
    const ready = requirePrepared(order.fitId);
    requireLength(ready, order.parameters);
    return order.type === "gradient" ? gradient(ready, order) : localEpochs(ready, order);
  }

  function requirePrepared(fitId: string): PreparedShard {
    if (prepared?.fitId === fitId) return prepared;
    throw new ParticipantError(
      "conflict",
      `${shard.name} is not prepared for fit ${fitId} (it may have restarted): start a new fit.`,
    );
  }

  function gradient(ready: PreparedShard, { round, parameters }: Round): ParameterServerAnswer {
    const { model, training, computation, answer: gradient } = ready;
    const { X, y, weights } = training;
    const validation = validate(ready, parameters);
    const batchSize = computation.mode === "gradient" ? computation.batchSize : null;
    const rows =
      batchSize === null || batchSize >= X.nRows
        ? undefined
        : sampleWithoutReplacement(X.nRows, batchSize, randomOf(ready, round));
    const loss = model.lossAndGradient(parameters, X, y, gradient, rows, weights);
    // A batch's mean estimates the shard's mean, so its weight in the round is the shard's size.
    return finite({ type: "gradient", gradient, loss, nSamples: X.nRows, ...validation }, gradient);
  }

  function localEpochs(
    ready: PreparedShard,
    order: Omit<LocalEpochsOrder, "type" | "fitId">,
  ): ParameterServerAnswer {
    const { training, computation, answer: update } = ready;
    const { round, parameters, learningRate } = order;
    if (computation.mode !== "local-epochs") {
      throw new ParticipantError(
        "conflict",
        `${shard.name} was prepared for gradients, not for local epochs.`,
      );
    }
    const validation = validate(ready, parameters);
    const learnt = parameters.slice();
    // What the master decided for this round stays as it is during the round.
    const epochs: LocalEpochs =
      learningRate === undefined ? computation : { ...computation, learningRate, schedule: "constant" };
    const loss = runEpochs(ready, learnt, epochs, round, randomOf(ready, round));
    for (let j = 0; j < update.length; j++) update[j] = parameters[j] - learnt[j];
    return finite({ type: "update", update, loss, nSamples: training.X.nRows, ...validation }, update);
  }

  /** One stream per worker and round: an order that is repeated gets the same answer. */
  function randomOf({ seed }: PreparedShard, round: number): Random {
    return createRandom(hashSeed(seed, shard.name, round));
  }

  return { answer };
}

/** The linear model has an SGD of its own, which takes its rows one by one. */
function runEpochs(
  { model, training }: PreparedShard,
  parameters: Float64Array,
  computation: LocalEpochs,
  round: number,
  random: Random,
): number {
  if (!(model instanceof LinearModel)) {
    return miniBatchEpochs(model, parameters, training, computation, round, random);
  }
  const { epochs, learningRate, schedule: rate, powerT, alpha, penalty, l1Ratio } = computation;
  const { X, y, weights } = training;
  return sgdEpochs(model, parameters, X, y, {
    epochs,
    learningRate,
    rate,
    powerT,
    firstStep: (round - 1) * epochs * X.nRows,
    alpha,
    penalty,
    l1Ratio,
    random,
    ...(weights && { sampleWeight: weights }),
  });
}

/** The loss on the rows held out, at the master's parameters; nothing without early stopping. */
function validate(
  { model, validation, answer: scratch }: PreparedShard,
  parameters: Float64Array,
): { validation?: Validation } {
  if (validation === undefined) return {};
  const { X, y, weights } = validation;
  const loss = model.lossAndGradient(parameters, X, y, scratch, undefined, weights);
  return { validation: { loss, nSamples: X.nRows } };
}

/** JSON has no word for infinity and NaN: an answer with one of them says that training diverged. */
function finite(
  answer: Extract<ParameterServerAnswer, { type: "gradient" | "update" }>,
  values: Float64Array,
): ParameterServerAnswer {
  const { loss, validation } = answer;
  const bad = [loss, validation?.loss ?? 0].find((value) => !Number.isFinite(value));
  if (bad !== undefined) return { type: "diverged", loss: String(bad) };
  return areFinite(values) ? answer : { type: "diverged", loss: String(loss) };
}

function describe(shard: Shard, { moments, classCounts }: DescribeOrder): WorkerDescription {
  const { source, columns, features, y } = shard;
  const classes = source.task === "classifier" ? sortedClasses(y) : null;
  const described: WorkerDescription = {
    type: "description",
    task: source.task,
    loss: source.loss,
    columns: [...columns],
    nSamples: features.nRows,
    classes,
    modes: ["gradient", "local-epochs"],
    kernel: kernels().name,
  };
  if (source.estimator !== null) described.model = source.estimator;
  if (classCounts && classes !== null) described.classCounts = countsOf(y, classes);
  if (!moments) return described;
  const { mean, m2 } = features.moments();
  return { ...described, moments: { mean: Array.from(mean), m2: Array.from(m2) } };
}

function countsOf(y: ArrayLike<Label>, classes: readonly Label[]): number[] {
  const counts = classes.map(() => 0);
  for (const code of encodeLabels(y, classes)) counts[code] += 1;
  return counts;
}

function requireLength({ model }: PreparedShard, parameters: Float64Array): void {
  if (parameters.length === model.nParameters) return;
  throw new ParticipantError(
    "invalid",
    `Expected ${model.nParameters} parameters, got ${parameters.length}: send the vector of this fit's model.`,
  );
}
