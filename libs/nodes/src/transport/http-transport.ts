import { NodeError } from "@chimera/client";
import type { Delivery, Transport, WorkerName } from "@chimera/distributed";
import { healthSchema, PATHS, readAnswer, type WireBody, type WireRequest } from "@chimera/protocol";
import type { NodeLogs } from "@chimera/telemetry";
import { AnswerMemory } from "./answer-memory.ts";
import type { WorkerCalls } from "./worker-calls.ts";

/** How one algorithm's orders and answers look on the wire. */
export interface OrderWire<Order extends { type: string }, Answer> {
  /** @param tensors whether the worker takes tensors in this order; it said so in its description. */
  encode(order: Order, tensors: boolean): WireRequest;
  /** Whether a worker takes tensors, as its description says. Left out: what the orders look like does not depend on it. */
  takesTensors?(description: Answer): boolean;
  /**
   * Whether an order is one of a round: its answer has been used up when the same worker gets its next order, so that the
   * next answer may take its memory.
   */
  isRound?(order: Order): boolean;
  /** @param memory for a vector that has to be converted. */
  decode(type: Order["type"], received: WireBody, memory: (length: number) => Float64Array): Answer;
  /** What a worker of chimera 0.1 cannot do in this algorithm, for the log. */
  legacyNote: string;
  /** Speaks to a worker of chimera 0.1, which knows none of our orders. */
  legacyWorker(worker: WorkerName, calls: WorkerCalls): LegacyWorker<Order, Answer>;
}

/** Carries out our orders with the calls of chimera 0.1. */
export interface LegacyWorker<Order, Answer> {
  deliver(order: Order, signal?: AbortSignal): Promise<Delivery<Answer>>;
}

/**
 * Orders as HTTP requests. Every order of ours is safe to repeat, so it may be retried. A worker that answers 404 to
 * `describe` and to `GET /healthz` is one of chimera 0.1 and is spoken to in its own words from then on.
 */
export function httpTransport<Order extends { type: string }, Answer>(
  calls: WorkerCalls,
  wire: OrderWire<Order, Answer>,
  logs: NodeLogs,
): Transport<Order, Answer> {
  const legacy = new Map<WorkerName, LegacyWorker<Order, Answer>>();
  const takingTensors = new Set<WorkerName>();
  const memory = new AnswerMemory();
  const encodeJson = encodeOnce<Order>((order) => wire.encode(order, false));
  const encodeTensors = encodeOnce<Order>((order) => wire.encode(order, true));

  async function deliver(to: WorkerName, order: Order, signal?: AbortSignal): Promise<Delivery<Answer>> {
    // Asked anew before every fit: what runs behind an address may have been replaced.
    if (order.type === "describe") {
      legacy.delete(to);
      takingTensors.delete(to);
    }
    const known = legacy.get(to);
    if (known) return known.deliver(order, signal);
    try {
      const request = takingTensors.has(to) ? encodeTensors(order) : encodeJson(order);
      const { received, ...bytes } = await calls.call(to, request, {
        retryable: true,
        ...(signal && { signal }),
        ...(wire.isRound?.(order) && { memoryFor: (bytes: number) => memory.of(to, bytes) }),
      });
      const answer = wire.decode(order.type, received, (length) => memory.vectorOf(to, length));
      if (order.type === "describe" && wire.takesTensors?.(answer)) takingTensors.add(to);
      return { answer, ...bytes };
    } catch (error) {
      if (order.type !== "describe" || !(error instanceof NodeError) || error.status !== 404) throw error;
      await requireLegacy(to, calls, signal);
      const worker = wire.legacyWorker(to, calls);
      legacy.set(to, worker);
      logs.status.warn({ worker: to }, `${to} is a worker of chimera 0.1: ${wire.legacyNote}`);
      return worker.deliver(order, signal);
    }
  }

  return { deliver };
}

/** @throws Error when the node tells its health: then it is one of ours, but of another kind. */
async function requireLegacy(worker: WorkerName, calls: WorkerCalls, signal?: AbortSignal): Promise<void> {
  const request = { method: "GET", path: PATHS.health, body: "", contentType: "" } as const;
  try {
    const { received } = await calls.call(worker, request, { retryable: true, ...(signal && { signal }) });
    const { kind } = readAnswer(healthSchema, received);
    throw new Error(
      `${worker} is of the kind ${kind}, which does not take part in this algorithm: give it a worker of the class that the master needs.`,
    );
  } catch (error) {
    if (!(error instanceof NodeError) || error.status !== 404) throw error;
  }
}

/**
 * The same order goes to every worker of a round: its body is made once. The last order and its body are kept until
 * the next.
 */
function encodeOnce<Order extends object>(
  encode: (order: Order) => WireRequest,
): (order: Order) => WireRequest {
  let last: { order: Order; request: WireRequest } | undefined;
  return (order) => {
    if (last?.order !== order) last = { order, request: encode(order) };
    return last.request;
  };
}
