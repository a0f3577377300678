import type { PipelineAnswer, PipelineOrder, Transport } from "@chimera/distributed";
import { setTimeout as delay } from "node:timers/promises";

/** Between two questions to a worker that may be starting. */
const PAUSE_MS = 250;

/**
 * What a pipeline's master needs of its transport besides: an order to leave never fails (who cannot be reached has left), and a worker
 * that may be starting is asked until it answers.
 *
 * @param returnSeconds how long. @param now in ms.
 */
export function pipelineTransport(
  transport: Transport<PipelineOrder, PipelineAnswer>,
  returnSeconds: number,
  now: () => number = () => performance.now(),
): Transport<PipelineOrder, PipelineAnswer> {
  return {
    async deliver(to, order, signal) {
      if (order.type === "abandon") {
        return transport.deliver(to, order, signal).catch(() => ({
          answer: { type: "abandoned" as const },
          bytesSent: 0,
          bytesReceived: 0,
        }));
      }
      if (order.type !== "describe" || !order.wait) return transport.deliver(to, order, signal);
      const until = now() + returnSeconds * 1000;
      for (;;) {
        try {
          return await transport.deliver(to, { type: "describe" }, signal);
        } catch (error) {
          signal?.throwIfAborted();
          if (now() >= until) throw error;
          await delay(PAUSE_MS, undefined, signal ? { signal } : {});
        }
      }
    },
  };
}
