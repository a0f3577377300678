import type { Tensor } from "../../tensors/tensor.ts";
import type { Failure } from "../matrix-body.ts";
import { floatsNamed } from "./part-states.ts";

/** Structurally the `ActionRecord` of the distributed algorithm. */
export interface ActionRecordMessage {
  readonly step: number;
  readonly type: "forward" | "backward" | "all-reduce" | "update";
  readonly microBatch: number;
  readonly chunk: number;
  readonly waitMs: number;
  readonly start: number;
  readonly computeMs: number;
  readonly exchangeMs: number;
  sendMs: number;
  bytes: number;
  readonly stored: number;
}

const TYPES = ["forward", "backward", "all-reduce", "update"] as const;
const COLUMNS = 11;

/** A round has thousands of records: they travel as one float64 tensor, a row for each. */
export function encodeTimeline(records: readonly ActionRecordMessage[]): Tensor {
  const data = new Float64Array(records.length * COLUMNS);
  records.forEach((r, i) => {
    const { step, type, microBatch, chunk, waitMs, start, computeMs, exchangeMs, sendMs, bytes, stored } = r;
    const row = [
      step,
      TYPES.indexOf(type),
      microBatch,
      chunk,
      waitMs,
      start,
      computeMs,
      exchangeMs,
      sendMs,
      bytes,
      stored,
    ];
    data.set(row, i * COLUMNS);
  });
  return { shape: [records.length, COLUMNS], data };
}

export function decodeTimeline(
  tensors: ReadonlyMap<string, Tensor>,
  failure: Failure,
): ActionRecordMessage[] {
  const data = floatsNamed(tensors, "timeline", failure);
  const { shape } = tensors.get("timeline")!;
  if (shape.length !== 2 || shape[1] !== COLUMNS) {
    throw failure(`Expected n × ${COLUMNS} numbers as timeline, got [${shape.join(", ")}].`);
  }
  return Array.from({ length: shape[0] }, (_, i) => {
    const [step, code, microBatch, chunk, waitMs, start, computeMs, exchangeMs, sendMs, bytes, stored] =
      data.subarray(i * COLUMNS, (i + 1) * COLUMNS);
    const type = TYPES[code];
    if (type === undefined)
      throw failure(`Expected an action 0…${TYPES.length - 1} in row ${i} of the timeline, got ${code}.`);
    return { step, type, microBatch, chunk, waitMs, start, computeMs, exchangeMs, sendMs, bytes, stored };
  });
}
