import type { PipelineAnswer, PipelineOrder, Transport } from "@chimera/distributed";
import { setTimeout as delay } from "node:timers/promises";
import { WorkerGoneError } from "./worker-calls.ts";

/** Between two questions to a worker that may be starting. */
const PAUSE_MS = 250;

/** Time as the transport needs it; tests pass one that they wind by hand. */
export interface TransportTime {
  /** In ms. */
  now(): number;
  /** Rejects with the signal's reason as soon as it aborts. */
  pause(milliseconds: number, signal?: AbortSignal): Promise<unknown>;
}

const systemTime: TransportTime = {
  now: () => performance.now(),
  pause: (milliseconds, signal) => delay(milliseconds, undefined, signal ? { signal } : {}),
};

/**
 * What a pipeline's master needs of its transport besides: an order to leave never fails (who cannot be reached has left), and a worker
 * that may be starting is asked until it answers, or ended for good.
 *
 * @param returnSeconds how long.
 */
export function pipelineTransport(
  transport: Transport<PipelineOrder, PipelineAnswer>,
  returnSeconds: number,
  { now, pause }: TransportTime = systemTime,
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
          if (error instanceof WorkerGoneError || now() >= until) throw error;
          await pause(PAUSE_MS, signal);
        }
      }
    },
  };
}
