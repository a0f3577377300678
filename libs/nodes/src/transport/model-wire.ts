import type { AggregationAnswer, AggregationOrder } from "@chimera/distributed";
import type { Task } from "@chimera/algorithms";
import { decodeAggregationAnswer, encodeAggregationOrder } from "@chimera/protocol";
import type { OrderWire } from "./http-transport.ts";
import { LegacyModelWorker } from "./legacy-model-worker.ts";

/** Distributed bagging's orders over HTTP. */
export function modelWire(task: Task): OrderWire<AggregationOrder, AggregationAnswer> {
  return {
    encode: encodeAggregationOrder,
    decode: decodeAggregationAnswer,
    legacyNote: "it tells neither its columns nor its classes, and knows two classes only.",
    legacyWorker: (worker, calls) => new LegacyModelWorker(worker, task, calls),
  };
}
