import type { Task } from "@chimera/algorithms";
import type { ParameterServerAnswer, ParameterServerOrder } from "@chimera/distributed";
import {
  decodeParameterServerAnswer,
  encodeParameterServerOrder,
  TENSORS_TYPE,
  type ParameterServerAnswerMessage,
  type VectorDtype,
} from "@chimera/protocol";
import type { OrderWire } from "./http-transport.ts";
import { LegacySGDWorker } from "./legacy-sgd-worker.ts";

/** The parameter server's orders over HTTP. @param dtype of long vectors, between nodes that both take tensors. */
export function sgdWire(
  task: Task,
  dtype: VectorDtype = "float64",
): OrderWire<ParameterServerOrder, ParameterServerAnswer> {
  return {
    encode: (order, tensors) => encodeParameterServerOrder(order, tensors ? dtype : null),
    takesTensors(description: ParameterServerAnswerMessage) {
      return description.type === "description" && (description.accepts?.includes(TENSORS_TYPE) ?? false);
    },
    isRound: ({ type }) => type === "gradient" || type === "local-epochs",
    decode: decodeParameterServerAnswer,
    legacyNote: "it gets local epochs, weighs as much as any other, and its first answer is discarded.",
    legacyWorker: (worker, calls) => new LegacySGDWorker(worker, task, calls),
  };
}
