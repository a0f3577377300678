import * as z from "zod";
import { PATHS } from "../paths.ts";
import { jsonBody, readAnswer, readRequest, type WireBody, type WireRequest } from "../wire-body.ts";
import { classes, count, task } from "./numbers.ts";

/**
 * What a merging master asks its workers. The order's `type` is in the path. All of it is JSON: states are what
 * `toState` of an estimator returns, and only that estimator knows what must be in them.
 */

const plainData = z.record(z.string(), z.unknown());

export const mergeFitRequestSchema = z.object({
  fitId: z.string(),
  /** Which step is to be fitted, from 1 on. */
  round: z.int().positive(),
  columns: z.array(z.string()),
  classes,
  seed: z.int(),
  /** The merged states of the steps before it. */
  merged: z.array(plainData),
});

export const mergeAnswerSchemas = {
  describe: z.object({
    task,
    steps: z.array(z.object({ name: z.string(), parameters: plainData })),
    columns: z.array(z.string()),
    nSamples: count,
    classes,
    /** Names of the bagging options that the worker was given. */
    draws: z.array(z.string()),
    kernel: z.string(),
  }),
  fit: z.object({ state: plainData }),
};

export type MergeFitMessage = { type: "fit" } & z.output<typeof mergeFitRequestSchema>;

/** Structurally the `MergeOrder` of the distributed algorithm. */
export type MergeOrderMessage = { type: "describe" } | MergeFitMessage;

/** Structurally the `MergeAnswer` of the distributed algorithm. */
export type MergeAnswerMessage =
  | ({ type: "description" } & z.output<typeof mergeAnswerSchemas.describe>)
  | ({ type: "state" } & z.output<typeof mergeAnswerSchemas.fit>);

export type MergeOrderType = MergeOrderMessage["type"];

export function encodeMergeOrder(order: MergeOrderMessage): WireRequest {
  const { type, ...body } = order;
  return { method: "POST", path: PATHS.merge[type], ...jsonBody(body) };
}

/** @throws RequestError 422. */
export function decodeMergeFit(received: WireBody): MergeFitMessage {
  return { type: "fit", ...readRequest(mergeFitRequestSchema, received) };
}

export function encodeMergeAnswer({ type: _, ...body }: MergeAnswerMessage): WireBody {
  return jsonBody(body);
}

/**
 * @param type of the order that this answers.
 * @throws AnswerError
 */
export function decodeMergeAnswer(type: MergeOrderType, received: WireBody): MergeAnswerMessage {
  return type === "describe"
    ? { type: "description", ...readAnswer(mergeAnswerSchemas.describe, received) }
    : { type: "state", ...readAnswer(mergeAnswerSchemas.fit, received) };
}
