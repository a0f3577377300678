import * as z from "zod";
import { RequestError } from "../../errors/errors.ts";
import type { ValidationDetail } from "../../errors/validation-detail.ts";
import { PATHS } from "../../paths.ts";
import { encodeTensorParts } from "../../tensors/encode.ts";
import { TENSORS_TYPE, type Tensor } from "../../tensors/tensor.ts";
import { jsonBody, readRequest, type WireBody, type WireRequest } from "../../wire-body.ts";
import { isTensors, parseMetadata, tensorsOf, type MatrixMessage } from "../matrix-body.ts";
import { count } from "../numbers.ts";
import { factsOfStates, statesOf, tensorsOfStates, type PartStateMessage } from "./part-states.ts";
import { measureSchema, planSchema } from "./plan.ts";

/**
 * What a pipeline's master asks its workers. The order's `type` is in the path. Weights and rows travel as tensors, with the
 * small fields as metadata; everything else is JSON.
 */

const runId = z.string().min(1).max(200);
/** Where each worker is reached by the others. */
const addresses = z.record(z.string(), z.string());

export const stageOrderSchemas = {
  measure: measureSchema,
  prepare: z.object({ runId, plan: planSchema, addresses }),
  train: z.object({ runId, round: z.int().positive(), from: count, to: count, keep: z.boolean() }),
  abandon: z.object({ runId, reason: z.string() }),
  predict: z.object({ runId, id: z.string(), nRows: count }),
};

const prepareWithStates = stageOrderSchemas.prepare.extend({
  parts: z.array(z.object({ steps: count, nBuffers: z.int().min(0).max(8) })),
});

type Output<Type extends keyof typeof stageOrderSchemas> = { type: Type } & z.output<
  (typeof stageOrderSchemas)[Type]
>;

/** Structurally the `PipelineOrder` of the distributed algorithm. */
export type PipelineOrderMessage =
  | { type: "describe"; wait?: boolean | undefined }
  | Output<"measure">
  | (Omit<Output<"prepare">, "addresses"> & { states?: readonly PartStateMessage[] })
  | Output<"train">
  | Output<"abandon">
  | (Output<"predict"> & { X?: MatrixMessage });

export type PipelineOrderType = PipelineOrderMessage["type"];
export type Addresses = z.output<typeof addresses>;

/** An order that is to be encoded: the same, of data that nobody changes. */
type Encodable = { readonly type: PipelineOrderType } & Record<string, unknown>;

/** @param addresses go with `prepare`. */
export function encodePipelineOrder(order: Encodable, addresses: Addresses): WireRequest {
  return { method: "POST", path: PATHS.stage[order.type], ...orderBody(order, addresses) };
}

function orderBody({ type, ...fields }: Encodable, addresses: Addresses): WireBody {
  switch (type) {
    case "describe":
      return jsonBody({});
    case "prepare": {
      const { states, ...rest } = fields as { states?: readonly PartStateMessage[] };
      if (states === undefined) return jsonBody({ ...rest, addresses });
      return tensorsBody(tensorsOfStates(states), { ...rest, addresses, parts: factsOfStates(states) });
    }
    case "predict": {
      const { X, ...rest } = fields as { X?: MatrixMessage };
      return X === undefined
        ? jsonBody(rest)
        : tensorsBody({ X: { shape: [X.nRows, X.nColumns], data: X.data } }, rest);
    }
    default:
      return jsonBody(fields);
  }
}

export function tensorsBody(tensors: Record<string, Tensor>, metadata: Record<string, unknown>): WireBody {
  return { contentType: TENSORS_TYPE, body: encodeTensorParts(tensors, metadata) };
}

/**
 * @returns the order, and with `prepare` the addresses. What it holds of tensors are views of the body.
 * @throws RequestError 422 with the place of every fault.
 */
export function decodePipelineOrder(
  type: PipelineOrderType,
  received: WireBody,
): { order: PipelineOrderMessage; addresses?: Addresses } {
  switch (type) {
    case "describe":
      return { order: { type } };
    case "measure":
      return { order: { type, ...readRequest(stageOrderSchemas.measure, received) } };
    case "train":
      return { order: { type, ...readRequest(stageOrderSchemas.train, received) } };
    case "abandon":
      return { order: { type, ...readRequest(stageOrderSchemas.abandon, received) } };
    case "prepare":
      return decodePrepare(received);
    case "predict":
      return { order: decodePredict(received) };
  }
}

const refused = (message: string, detail?: ValidationDetail[]): Error =>
  new RequestError(422, message, detail);

function decodePrepare(received: WireBody): { order: PipelineOrderMessage; addresses: Addresses } {
  if (!isTensors(received)) {
    const { addresses, ...fields } = readRequest(stageOrderSchemas.prepare, received);
    return { order: { type: "prepare", ...fields }, addresses };
  }
  const { tensors, metadata } = tensorsOf(received, refused);
  const { addresses, parts, ...fields } = parseMetadata(prepareWithStates, metadata, refused);
  return { order: { type: "prepare", ...fields, states: statesOf(tensors, parts, refused) }, addresses };
}

function decodePredict(received: WireBody): PipelineOrderMessage {
  if (!isTensors(received)) return { type: "predict", ...readRequest(stageOrderSchemas.predict, received) };
  const { tensors, metadata } = tensorsOf(received, refused);
  const fields = parseMetadata(stageOrderSchemas.predict, metadata, refused);
  const X = tensors.get("X");
  if (X?.shape.length !== 2 || !(X.data instanceof Float64Array) || X.shape[0] !== fields.nRows)
    throw refused(
      `Expected a float64 tensor X of ${fields.nRows} rows with two axes, got [${X?.shape.join(", ") ?? "none"}].`,
    );
  return { type: "predict", ...fields, X: { nRows: X.shape[0], nColumns: X.shape[1], data: X.data } };
}
