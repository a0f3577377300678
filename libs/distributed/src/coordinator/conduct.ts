import type {
  Addressed,
  Coordinator,
  CoordinatorEvent,
  Delivery,
  RunEvent,
  Step,
  Transport,
} from "./coordinator.ts";

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
 * @throws whatever the coordinator throws when it cannot go on (`CoordinationError`), and what `onEvent` throws.
 */
export function conduct<State, Order extends AnyOrder, Answer, Outcome>(
  coordinator: Coordinator<State, Order, Answer, Outcome>,
  transport: Transport<Order, Answer>,
  { onEvent = () => undefined, now, signal }: ConductOptions,
): Promise<{ outcome: Outcome; traffic: Traffic }> {
  const traffic: Traffic = { bytesSent: 0, bytesReceived: 0 };
  let stopListening = (): void => undefined;
  const run = new Promise<{ outcome: Outcome; traffic: Traffic }>((resolve, reject) => {
    let state: State;
    let over = false;

    /** Whatever throws ends the run; what happens after its end (an answer to an aborted order) is ignored. */
    const guarded = (happening: () => void): void => {
      if (over) return;
      try {
        happening();
      } catch (error) {
        over = true;
        reject(error);
      }
    };
    const apply = (step: Step<State, Order>): void => {
      state = step.state;
      step.facts.forEach(onEvent);
      const outcome = coordinator.outcome(state);
      if (outcome === undefined) return step.orders.forEach(send);
      over = true;
      resolve({ outcome, traffic });
    };
    const happened = (event: CoordinatorEvent<Answer>): void => apply(coordinator.next(state, event));

    const send = ({ to: worker, order }: Addressed<Order>): void => {
      const about = { worker, order: order.type, round: order.round };
      const sentAt = now();
      const answered = ({ answer, bytesSent, bytesReceived }: Delivery<Answer>): void => {
        traffic.bytesSent += bytesSent;
        traffic.bytesReceived += bytesReceived;
        onEvent({ type: "answer-received", ...about, latencyMs: now() - sentAt, bytesSent, bytesReceived });
        const fault = coordinator.faultOf(state, answer);
        if (fault === undefined) happened({ type: "answered", worker, answer });
        else failed(fault);
      };
      const failed = (reason: string): void => {
        onEvent({ type: "worker-failed", ...about, reason });
        happened({ type: "failed", worker, reason });
      };
      onEvent({ type: "order-sent", ...about });
      transport.deliver(worker, order, signal).then(
        (delivery) => guarded(() => answered(delivery)),
        (error: unknown) => guarded(() => failed(error instanceof Error ? error.message : String(error))),
      );
    };

    const stop = (): void => guarded(() => signal?.throwIfAborted());
    signal?.addEventListener("abort", stop);
    stopListening = () => signal?.removeEventListener("abort", stop);
    stop();
    guarded(() => apply(coordinator.start()));
  });
  return run.finally(() => stopListening());
}
