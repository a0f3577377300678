import type { Tensor } from "@chimera/algorithms";
import type { WorkerName } from "../coordinator/coordinator.ts";
import { Mailbox } from "./mailbox.ts";
import type { Peers } from "./peers.ts";

/** Workers as objects in this process: each with its mailbox, and what brings messages to the others'. */
export interface InProcessPeers {
  readonly mailboxes: ReadonlyMap<WorkerName, Mailbox>;
  /** @throws Error when there is no such worker. */
  of(worker: WorkerName): Peers;
  /**
   * From now on it is as if its process had ended: nothing can be sent to it or by it, and what it waits for is refused.
   * Others who wait for its messages do so until their mailboxes are abandoned, as over a network.
   */
  lose(worker: WorkerName): void;
  /** It is there again, with an empty mailbox that serves no run yet. */
  returns(worker: WorkerName): void;
}

/** Mailboxes serve no run before they are opened. A message is a copy of what was sent, as over a network. */
export function inProcessPeers(workers: readonly WorkerName[]): InProcessPeers {
  const mailboxes = new Map(workers.map((worker) => [worker, new Mailbox()]));
  const lost = new Set<WorkerName>();

  function mailboxOf(worker: WorkerName): Mailbox {
    const mailbox = mailboxes.get(worker);
    if (mailbox !== undefined) return mailbox;
    throw new Error(`Expected one of ${workers.join(", ")}, got ${worker}: name a worker that is there.`);
  }

  return {
    mailboxes,
    lose(worker) {
      mailboxOf(worker).abandon(`${worker} is gone.`);
      lost.add(worker);
    },
    returns(worker) {
      mailboxOf(worker).abandon(`${worker} has just started.`);
      lost.delete(worker);
    },
    of(from) {
      const own = mailboxOf(from);
      return {
        async send(to, tag, { shape, data }: Tensor) {
          const mailbox = mailboxOf(to);
          if (lost.has(to)) throw new Error(`${to} cannot be reached from ${from}: it is gone.`);
          if (lost.has(from)) throw new Error(`${from} cannot send to ${to}: it is gone.`);
          mailbox.deliver(from, tag, { shape: [...shape], data: data.slice() });
        },
        receive: (sender, tag) => own.take(sender, tag),
        // Whoever reads it all the same shall not find what it was.
        release: ({ data }) => void data.fill(NaN),
      };
    },
  };
}
