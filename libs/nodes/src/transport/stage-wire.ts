import type { PipelineAnswer, PipelineOrder } from "@chimera/distributed";
import { decodePipelineAnswer, encodePipelineOrder, type Addresses } from "@chimera/protocol";
import type { OrderWire } from "./http-transport.ts";

/** A pipeline's orders over HTTP. @param addresses where each worker is reached by the others. */
export function stageWire(addresses: Addresses): OrderWire<PipelineOrder, PipelineAnswer> {
  return {
    encode: (order) => encodePipelineOrder({ ...order }, addresses),
    decode: decodePipelineAnswer,
    legacyNote: "it cannot hold a part of a network.",
    legacyWorker: (worker) => ({
      deliver: () =>
        Promise.reject(
          new Error(
            `${worker} is a worker of chimera 0.1, which holds no part of a network: replace it by a StageWorker.`,
          ),
        ),
    }),
  };
}
