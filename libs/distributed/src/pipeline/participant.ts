import { DataError, ParameterError } from "@chimera/algorithms";
import { inColumnOrder } from "../coordinator/column-order.ts";
import { ParticipantError } from "../coordinator/errors.ts";
import { fingerprintOf } from "../coordinator/fingerprint.ts";
import { measureLayers } from "./measure-layers.ts";
import type {
  PipelineAnswer,
  PipelineOrder,
  PredictOrder,
  PrepareStageOrder,
  TrainOrder,
} from "./messages.ts";
import { copyOf, type Part } from "./part.ts";
import { prepareStage, type ReadyStage, type StageSurroundings } from "./prepare-stage.ts";
import { describeShard, type StageShard } from "./stage-shard.ts";

/** The worker's side of a pipeline. Unlike other participants it waits for its neighbours, so its answers are promises. */
export interface StageParticipant {
  /** @throws ParticipantError when the order does not fit this worker's data or state, or the run was abandoned. */
  answer(order: PipelineOrder): Promise<PipelineAnswer>;
}

export function stageParticipant(shard: StageShard, around: StageSurroundings): StageParticipant {
  let ready: ReadyStage | undefined;
  let lastPrediction = "";
  let lastRound: { key: string; answer: Promise<PipelineAnswer> } | undefined;
  const description = once(() => describeShard(shard));

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
    around.mailbox.abandon(
      `${shard.name} was prepared for another run meanwhile: let one master at a time use a worker.`,
    );
    ready = undefined;
    lastRound = undefined;
    lastPrediction = "";
    const { name, X, columns } = shard;
    const inPlanOrder = inColumnOrder(
      X,
      columns,
      order.plan.columns,
      `this fit, which ${name} takes part in`,
    );
    ready = refusing(() => prepareStage({ ...shard, X: inPlanOrder }, order, around));
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
    return {
      type: "trained",
      loss,
      nRows,
      squaredUpdate,
      fingerprint: parts.map(weightsFingerprint).join(" "),
      records,
      ...(keep && { states: parts.map(copyOf), ...(scaling && { scaling }) }),
    };
  }

  async function predict(order: PredictOrder): Promise<PipelineAnswer> {
    const { predictor } = requireReady(order.runId);
    // Of the prediction before nobody sends again. One that is asked for again is refused: its messages have been taken.
    if (order.id !== lastPrediction) around.mailbox.forgetTaken();
    lastPrediction = order.id;
    const outputs = await predictor.predict(order);
    return { type: "outputs", ...(outputs && { outputs }) };
  }

  function requireReady(runId: string): ReadyStage {
    if (ready?.runId === runId) return ready;
    throw new ParticipantError(
      "conflict",
      `${shard.name} is not prepared for run ${runId} (it may have restarted, or serve another master now): start a new fit.`,
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

function weightsFingerprint({ weights: { parameters, statistics } }: Part): string {
  return (fingerprintOf(statistics, fingerprintOf(parameters)) >>> 0).toString(16);
}

function once<Result>(make: () => Result): () => Result {
  let made: { result: Result } | undefined;
  return () => (made ??= { result: make() }).result;
}
