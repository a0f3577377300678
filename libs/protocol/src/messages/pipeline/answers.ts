import * as z from "zod";
import { AnswerError } from "../../errors/errors.ts";
import type { Tensor } from "../../tensors/tensor.ts";
import { jsonBody, readAnswer, type WireBody } from "../../wire-body.ts";
import { isTensors, parseMetadata, tensorsOf } from "../matrix-body.ts";
import { classes, count, finite, task } from "../numbers.ts";
import { tensorsBody, type PipelineOrderType } from "./orders.ts";
import {
  factsOfStates,
  floatsNamed,
  statesOf,
  tensorsOfStates,
  type PartStateMessage,
} from "./part-states.ts";
import { decodeTimeline, encodeTimeline, type ActionRecordMessage } from "./timeline.ts";

export const stageAnswerSchemas = {
  describe: z.object({
    /** The worker's own. */
    name: z.string(),
    task,
    columns: z.array(z.string()),
    nSamples: count,
    classes,
    /** Equal for copies of one data set. */
    fingerprint: z.string(),
    kernel: z.string(),
  }),
  measure: z.object({ milliseconds: z.array(finite) }),
  prepare: z.object({ prepare: z.literal("ok") }),
  abandon: z.object({ abandon: z.literal("ok") }),
  message: z.object({ message: z.literal("ok") }),
  diverged: z.object({ diverged: z.string(), step: count }),
};

const trainedFacts = z.object({
  loss: finite.nullable(),
  nRows: count,
  squaredUpdate: finite,
  fingerprint: z.string(),
  parts: z.array(z.object({ steps: count, nBuffers: z.int().min(0).max(8) })).optional(),
});

interface Scaling {
  mean: Float64Array;
  scale: Float64Array;
}

/** Structurally the `PipelineAnswer` of the distributed algorithm. */
export type PipelineAnswerMessage =
  | ({ type: "description" } & z.output<typeof stageAnswerSchemas.describe>)
  | ({ type: "times" } & z.output<typeof stageAnswerSchemas.measure>)
  | { type: "prepared" }
  | ({
      type: "trained";
      records: ActionRecordMessage[];
      states?: PartStateMessage[];
      scaling?: Scaling;
    } & Omit<z.output<typeof trainedFacts>, "parts">)
  | { type: "diverged"; step: number; what: string }
  | { type: "abandoned" }
  | { type: "outputs"; outputs?: { shape: readonly number[]; data: Float64Array | Float32Array } };

export function encodePipelineAnswer(answer: PipelineAnswerMessage): WireBody {
  switch (answer.type) {
    case "description":
    case "times":
      return jsonBody({ ...answer, type: undefined });
    case "prepared":
      return jsonBody({ prepare: "ok" });
    case "abandoned":
      return jsonBody({ abandon: "ok" });
    case "diverged":
      return jsonBody({ diverged: answer.what, step: answer.step });
    case "outputs":
      return tensorsBody(answer.outputs ? { outputs: answer.outputs } : {}, {});
    case "trained": {
      const { loss, nRows, squaredUpdate, fingerprint, records, states, scaling } = answer;
      const facts = { loss, nRows, squaredUpdate, fingerprint };
      const tensors = {
        timeline: encodeTimeline(records),
        ...(states && tensorsOfStates(states)),
        ...(scaling && { mean: vector(scaling.mean), scale: vector(scaling.scale) }),
      };
      return tensorsBody(tensors, { ...facts, ...(states && { parts: factsOfStates(states) }) });
    }
  }
}

function vector(data: Float64Array): Tensor {
  return { shape: [data.length], data };
}

const unfit = (message: string): Error => new AnswerError(message);

/**
 * @param type of the order that this answers. What it holds of tensors are views of the body.
 * @throws AnswerError that says what was expected where.
 */
export function decodePipelineAnswer(type: PipelineOrderType, received: WireBody): PipelineAnswerMessage {
  switch (type) {
    case "describe":
      return { type: "description", ...readAnswer(stageAnswerSchemas.describe, received) };
    case "measure":
      return { type: "times", ...readAnswer(stageAnswerSchemas.measure, received) };
    case "prepare":
      readAnswer(stageAnswerSchemas.prepare, received);
      return { type: "prepared" };
    case "abandon":
      readAnswer(stageAnswerSchemas.abandon, received);
      return { type: "abandoned" };
    case "predict":
      return decodeOutputs(received);
    case "train":
      return isTensors(received) ? decodeTrained(received) : decodeDiverged(received);
  }
}

function decodeDiverged(received: WireBody): PipelineAnswerMessage {
  const { diverged: what, step } = readAnswer(stageAnswerSchemas.diverged, received);
  return { type: "diverged", step, what };
}

function decodeOutputs(received: WireBody): PipelineAnswerMessage {
  const { tensors } = tensorsOf(received, unfit);
  const outputs = tensors.get("outputs");
  if (outputs === undefined) return { type: "outputs" };
  return { type: "outputs", outputs: { shape: outputs.shape, data: floatsNamed(tensors, "outputs", unfit) } };
}

function decodeTrained(received: WireBody): PipelineAnswerMessage {
  const { tensors, metadata } = tensorsOf(received, unfit);
  const { parts, ...facts } = parseMetadata(trainedFacts, metadata, unfit);
  const scaling = scalingIn(tensors);
  return {
    type: "trained",
    ...facts,
    records: decodeTimeline(tensors, unfit),
    ...(parts && { states: statesOf(tensors, parts, unfit) }),
    ...(scaling && { scaling }),
  };
}

function scalingIn(tensors: ReadonlyMap<string, Tensor>): Scaling | undefined {
  if (!tensors.has("mean") && !tensors.has("scale")) return undefined;
  const doubles = (name: string): Float64Array => Float64Array.from(floatsNamed(tensors, name, unfit));
  return { mean: doubles("mean"), scale: doubles("scale") };
}
