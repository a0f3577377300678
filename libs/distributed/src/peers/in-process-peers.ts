import type { Tensor } from "@chimera/algorithms";
import type { WorkerName } from "../coordinator/coordinator.ts";
import { Mailbox } from "./mailbox.ts";
import type { Peers } from "./peers.ts";

/** Workers as objects in this process: each with its mailbox, and what brings messages to the others'. */
export interface InProcessPeers {
  readonly mailboxes: ReadonlyMap<WorkerName, Mailbox>;
  of(worker: WorkerName): Peers;
  /** From now on nothing can be sent to it, as if its process had ended. */
  lose(worker: WorkerName): void;
  /** It is there again, with an empty mailbox. */
  returns(worker: WorkerName): void;
}

/** A message is a copy of what was sent, as over a network. */
export function inProcessPeers(workers: readonly WorkerName[]): InProcessPeers {
  const mailboxes = new Map(workers.map((worker) => [worker, new Mailbox()]));
  const lost = new Set<WorkerName>();
  return {
    mailboxes,
    lose: (worker) => void lost.add(worker),
    returns(worker) {
      lost.delete(worker);
      mailboxes.get(worker)?.abandon(`${worker} has just started.`);
    },
    of: (from) => ({
      async send(to, tag, { shape, data }: Tensor) {
        const mailbox = mailboxes.get(to);
        if (mailbox === undefined || lost.has(to)) throw new Error(`${to} cannot be reached from ${from}.`);
        mailbox.deliver(from, tag, { shape: [...shape], data: data.slice() });
      },
      receive: (sender, tag) => mailboxes.get(from)!.take(sender, tag),
    }),
  };
}
