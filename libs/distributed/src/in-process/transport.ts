import type { Participant, Transport, WorkerName } from "../coordinator/coordinator.ts";

/**
 * Workers as objects in this process: for lessons, tests and the single-process comparison. Orders and answers are
 * handed over as they are, so no byte is counted.
 */
export function inProcessTransport<Order, Answer>(
  participants: ReadonlyMap<WorkerName, Participant<Order, Answer>>,
): Transport<Order, Answer> {
  return {
    async deliver(to, order) {
      const participant = participants.get(to);
      if (!participant) throw new Error(`There is no worker ${to} in this process.`);
      return { answer: participant.answer(order), bytesSent: 0, bytesReceived: 0 };
    },
  };
}
