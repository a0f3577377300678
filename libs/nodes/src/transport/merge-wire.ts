import type { MergeAnswer, MergeOrder } from "@chimera/distributed";
import { decodeMergeAnswer, encodeMergeOrder } from "@chimera/protocol";
import type { OrderWire } from "./http-transport.ts";

/** Exact merging's orders over HTTP. */
export const mergeWire: OrderWire<MergeOrder, MergeAnswer> = {
  encode: encodeMergeOrder,
  decode: decodeMergeAnswer,
  legacyNote: "it cannot tell what its learner has learnt, so its rows are left out.",
  legacyWorker: (worker) => ({
    deliver: () =>
      Promise.reject(
        new Error(
          `${worker} is a worker of chimera 0.1, which cannot be merged: replace it by one of today.`,
        ),
      ),
  }),
};
