import type { Addressed, Coordinator, CoordinatorEvent, RunEvent, Step, Transport } from "./coordinator.ts";

/** What every order has: its kind, and where the algorithm counts rounds, its round. */
interface AnyOrder {
  type: string;
  round?: number;
}

export interface ConductOptions {
  /** Sees the coordinator's facts and each order's fate. */
  onEvent?: (event: RunEvent) => void;
  /** A clock in milliseconds, for latencies. */
  now: () => number;
  /** Ends the run early: open deliveries are told, the promise rejects with the signal's reason. */
  signal?: AbortSignal;
}

/** Body bytes of all orders and answers of a run. */
export interface Traffic {
  bytesSent: number;
  bytesReceived: number;
}

/**
 * Drives a coordinator: sends its orders through the transport and feeds back what happens to them, one event at a
 * time, until it has an outcome.
 *
 * @throws whatever the coordinator throws when it cannot go on (`CoordinationError`).
 */
export function conduct<State, Order extends AnyOrder, Answer, Outcome>(
  coordinator: Coordinator<State, Order, Answer, Outcome>,
  transport: Transport<Order, Answer>,
  { onEvent = () => undefined, now, signal }: ConductOptions,
): Promise<{ outcome: Outcome; traffic: Traffic }> {
  const traffic: Traffic = { bytesSent: 0, bytesReceived: 0 };
  return new Promise((resolve, reject) => {
    let state: State;
    let over = false;

    /** Nothing that happens after the end (an answer to an aborted order) reaches the coordinator. */
    const guarded = (step: () => Step<State, Order>): void => {
      if (over) return;
      try {
        apply(step());
      } catch (error) {
        over = true;
        reject(error);
      }
    };
    const apply = (step: Step<State, Order>): void => {
      state = step.state;
      step.facts.forEach(onEvent);
      const outcome = coordinator.outcome(state);
      if (outcome !== undefined) {
        over = true;
        resolve({ outcome, traffic });
        return;
      }
      step.orders.forEach(send);
    };
    const happened = (event: CoordinatorEvent<Answer>): void => guarded(() => coordinator.next(state, event));

    const send = ({ to: worker, order }: Addressed<Order>): void => {
      const about = { worker, order: order.type, round: order.round };
      const sentAt = now();
      onEvent({ type: "order-sent", ...about });
      transport.deliver(worker, order, signal).then(
        ({ answer, bytesSent, bytesReceived }) => {
          traffic.bytesSent += bytesSent;
          traffic.bytesReceived += bytesReceived;
          onEvent({ type: "answer-received", ...about, latencyMs: now() - sentAt, bytesSent, bytesReceived });
          happened({ type: "answered", worker, answer });
        },
        (error: unknown) => {
          if (over) return;
          const reason = error instanceof Error ? error.message : String(error);
          onEvent({ type: "worker-failed", ...about, reason });
          happened({ type: "failed", worker, reason });
        },
      );
    };

    signal?.addEventListener("abort", () => {
      if (over) return;
      over = true;
      reject(signal.reason instanceof Error ? signal.reason : new Error("The run was stopped."));
    });
    guarded(() => coordinator.start());
  });
}
