import type { ParameterServerAnswer, ParameterServerOrder } from "@chimera/distributed";
import type { Task } from "@chimera/algorithms";
import { decodeParameterServerAnswer, encodeParameterServerOrder } from "@chimera/protocol";
import type { OrderWire } from "./http-transport.ts";
import { LegacySGDWorker } from "./legacy-sgd-worker.ts";

/** The parameter server's orders over HTTP. */
export function sgdWire(task: Task): OrderWire<ParameterServerOrder, ParameterServerAnswer> {
  return {
    encode: encodeParameterServerOrder,
    decode: decodeParameterServerAnswer,
    legacyNote: "it gets local epochs, weighs as much as any other, and its first answer is discarded.",
    legacyWorker: (worker, calls) => new LegacySGDWorker(worker, task, calls),
  };
}
