import {
  DataError,
  hashSeed,
  kernels,
  ParameterError,
  sortedClasses,
  type Label,
  type LayerMaker,
  type Matrix,
  type Task,
} from "@chimera/algorithms";
import { columnOrder, inOrder } from "../coordinator/column-order.ts";
import type { WorkerName } from "../coordinator/coordinator.ts";
import { ParticipantError } from "../coordinator/errors.ts";
import { fingerprintOf } from "../coordinator/fingerprint.ts";
import type { Mailbox, Peers } from "../peers/index.ts";
import { measureLayers } from "./measure-layers.ts";
import type {
  PipelineAnswer,
  PipelineOrder,
  PredictOrder,
  PrepareStageOrder,
  StageDescription,
  TrainOrder,
} from "./messages.ts";
import { copyOf } from "./part.ts";
import { prepareStage, type ReadyStage } from "./prepare-stage.ts";
import type { Clock } from "./timeline.ts";

/** A worker of a pipeline: its copy of the data set, and what joins it to the others. */
export interface StageShard {
  readonly name: WorkerName;
  readonly task: Task;
  readonly columns: readonly string[];
  /** n × d */
  readonly X: Matrix;
  /** n labels or numbers. */
  readonly y: ArrayLike<Label>;
  /** n weights ≥ 0 of the rows in the loss. Default: all 1. */
  readonly sampleWeight?: Float64Array;
  /** Users' own types of layers. */
  readonly layerTypes?: Readonly<Record<string, LayerMaker>>;
}

export interface StageSurroundings {
  readonly peers: Peers;
  /** Where the messages of the others wait. */
  readonly mailbox: Mailbox;
  readonly now: Clock;
  readonly breathe: () => Promise<void>;
}

/** The worker's side of a pipeline. Unlike other participants it waits for its neighbours, so its answers are promises. */
export interface StageParticipant {
  /** @throws ParticipantError when the order does not fit this worker's data or state, or the run was abandoned. */
  answer(order: PipelineOrder): Promise<PipelineAnswer>;
}

export function stageParticipant(shard: StageShard, around: StageSurroundings): StageParticipant {
  let ready: ReadyStage | undefined;
  let lastRound: { key: string; answer: Promise<PipelineAnswer> } | undefined;
  const description = once(() => describe(shard));

  async function answer(order: PipelineOrder): Promise<PipelineAnswer> {
    switch (order.type) {
      case "describe":
        return description();
      case "measure":
        return refusing(() => ({
          type: "times",
          milliseconds: measureLayers(order, shard.layerTypes, around.now),
        }));
      case "prepare":
        return prepare(order);
      case "train":
        return trainOnce(order);
      case "abandon":
        if (ready?.runId === order.runId) around.mailbox.abandon(order.reason);
        return { type: "abandoned" };
      case "predict":
        return predict(order);
    }
  }

  function prepare(order: PrepareStageOrder): PipelineAnswer {
    around.mailbox.abandon(`${shard.name} was prepared for another run.`);
    ready = undefined;
    lastRound = undefined;
    const data = inPlanOrder(shard, order.plan.columns);
    ready = refusing(() => prepareStage({ ...shard, ...data }, order, around));
    around.mailbox.open(order.runId);
    return { type: "prepared" };
  }

  /** A round is done once: who asks again (the answer was lost) gets the same answer. */
  function trainOnce(order: TrainOrder): Promise<PipelineAnswer> {
    const key = `${order.runId} ${order.round}`;
    if (lastRound?.key !== key) lastRound = { key, answer: train(order) };
    return lastRound.answer;
  }

  async function train({ runId, from, to, keep }: TrainOrder): Promise<PipelineAnswer> {
    const { stage, parts, scaling } = requireReady(runId);
    around.mailbox.forgetTaken();
    const { loss, nRows, squaredUpdate, records } = await stage.run(from, to);
    const diverged = (what: string): PipelineAnswer => ({ type: "diverged", step: to - 1, what });
    if (loss !== null && !Number.isFinite(loss)) return diverged(`the loss became ${loss / nRows}`);
    // Only the last stage knows the loss.
    if (!Number.isFinite(squaredUpdate))
      return diverged(`the update of its weights became ${Math.sqrt(squaredUpdate)}`);
    const hashes = parts.map(({ weights }) =>
      fingerprintOf(weights.statistics, fingerprintOf(weights.parameters)),
    );
    const fingerprint = hashes.map((hash) => (hash >>> 0).toString(16)).join(" ");
    return {
      type: "trained",
      loss,
      nRows,
      squaredUpdate,
      fingerprint,
      records,
      ...(keep && { states: parts.map(copyOf), ...(scaling && { scaling }) }),
    };
  }

  async function predict(order: PredictOrder): Promise<PipelineAnswer> {
    const outputs = await requireReady(order.runId).predictor.predict(order);
    return { type: "outputs", ...(outputs && { outputs }) };
  }

  function requireReady(runId: string): ReadyStage {
    if (ready?.runId === runId) return ready;
    throw new ParticipantError(
      "conflict",
      `${shard.name} is not prepared for run ${runId} (it may have restarted): start a new fit.`,
    );
  }

  return { answer };
}

/** What the network, or the data, do not allow is told as the worker's refusal. */
function refusing<Result>(prepare: () => Result): Result {
  try {
    return prepare();
  } catch (error) {
    if (error instanceof ParameterError || error instanceof DataError)
      throw new ParticipantError("invalid", error.message);
    throw error;
  }
}

function inPlanOrder({ X, columns, name }: StageShard, wanted: readonly string[]): { X: Matrix } {
  return { X: inOrder(X, columnOrder(columns, wanted, `this fit, which ${name} takes part in`)) };
}

function describe({ task, columns, X, y }: StageShard): StageDescription {
  return {
    type: "description",
    task,
    columns: [...columns],
    nSamples: X.nRows,
    classes: task === "classifier" ? sortedClasses(y) : null,
    fingerprint: dataFingerprint(columns, X, y),
    kernel: kernels().name,
  };
}

/** Columns are matched by name, so their order in the file does not count. */
function dataFingerprint(columns: readonly string[], X: Matrix, y: ArrayLike<Label>): string {
  const byName = [...columns].map((name, j) => ({ name, j })).sort((a, b) => (a.name < b.name ? -1 : 1));
  const sorted = inOrder(
    X,
    byName.map(({ j }) => j),
  );
  const names = byName.map(({ name }) => name);
  return hashSeed(fingerprintOf(sorted.data), ...names, ...Array.from(y)).toString(16);
}

function once<Result>(make: () => Result): () => Result {
  let made: { result: Result } | undefined;
  return () => (made ??= { result: make() }).result;
}
