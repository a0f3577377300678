import type { Transport, WorkerName } from "../coordinator/coordinator.ts";

/** When a worker dies: at which order, from which round on, and whether it still computes but its answer is lost. */
export interface Fault {
  worker: WorkerName;
  order: string;
  round?: number;
  /** `before`: the order never arrives; `during`: the answer is lost; `after`: it dies once it has answered. */
  moment: "before" | "during" | "after";
}

/** A transport on which workers die as told, and stay dead. */
export function withFaults<Order extends { type: string; round?: number }, Answer>(
  transport: Transport<Order, Answer>,
  faults: readonly Fault[],
): Transport<Order, Answer> {
  const dead = new Set<WorkerName>();
  return {
    async deliver(to, order, signal) {
      if (dead.has(to)) throw new Error(`${to} does not answer.`);
      const due = faults.find(
        ({ worker, order: type, round }) => worker === to && type === order.type && round === order.round,
      );
      if (!due) return transport.deliver(to, order, signal);
      dead.add(to);
      if (due.moment === "before") throw new Error(`${to} is gone.`);
      const delivery = await transport.deliver(to, order, signal);
      if (due.moment === "during") throw new Error(`${to} died while it answered.`);
      return delivery;
    },
  };
}
