import * as z from "zod";
import { RequestError } from "../../errors/errors.ts";
import type { ValidationDetail } from "../../errors/validation-detail.ts";
import { PATHS } from "../../paths.ts";
import type { WireBody, WireRequest } from "../../wire-body.ts";
import { parseMetadata, tensorsOf } from "../matrix-body.ts";
import { tensorsBody } from "./orders.ts";
import { floatsNamed } from "./part-states.ts";

/** A tensor on its way from one worker to another. */
export interface PeerMessage {
  readonly from: string;
  readonly tag: string;
  readonly message: { readonly shape: readonly number[]; readonly data: Float64Array | Float32Array };
}

const facts = z.object({ from: z.string().min(1).max(200), tag: z.string().min(1).max(500) });

export function encodePeerMessage({ from, tag, message }: PeerMessage): WireRequest {
  return { method: "POST", path: PATHS.stage.message, ...tensorsBody({ message }, { from, tag }) };
}

/** @returns the message, a view of the body. @throws RequestError 422 */
export function decodePeerMessage(received: WireBody): PeerMessage {
  const refused = (text: string, detail?: ValidationDetail[]): Error => new RequestError(422, text, detail);
  const { tensors, metadata } = tensorsOf(received, refused);
  const { from, tag } = parseMetadata(facts, metadata, refused);
  const data = floatsNamed(tensors, "message", refused);
  return { from, tag, message: { shape: tensors.get("message")!.shape, data } };
}
