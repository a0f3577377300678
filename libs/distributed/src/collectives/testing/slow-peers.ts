import type { Floats, Tensor } from "@chimera/algorithms";
import type { WorkerName } from "../../coordinator/coordinator.ts";
import { inProcessPeers, type InProcessPeers, type Peers } from "../../peers/index.ts";

/** Waits for its turn: who comes next is another's choice, e.g. that of fast-check's scheduler. */
export type Turn = () => Promise<unknown>;

/** What a rank has sent, and what became of it. */
export interface Sending {
  readonly from: WorkerName;
  readonly to: WorkerName;
  readonly nBytes: number;
  /** Whether the promise of `send` is kept or broken. */
  isOver: boolean;
  /** Whether the numbers were overwritten before. */
  wasTouched: boolean;
}

/** Peers among whom a message takes one turn to arrive and another until its sender learns of it. */
export interface SlowPeers {
  readonly inner: InProcessPeers;
  readonly sendings: Sending[];
  of(worker: WorkerName): Peers;
}

/** @param fault told of each sending before it leaves: what it throws breaks the promise of `send`. */
export function slowPeers(
  workers: readonly WorkerName[],
  turn: Turn,
  fault: (sending: Sending) => void = () => {},
): SlowPeers {
  const inner = inProcessPeers(workers);
  for (const mailbox of inner.mailboxes.values()) mailbox.open("run");
  const sendings: Sending[] = [];

  async function send(from: WorkerName, to: WorkerName, tag: string, message: Tensor): Promise<void> {
    const before = bitsOf(message.data);
    const sending = { from, to, nBytes: message.data.byteLength, isOver: false, wasTouched: false };
    sendings.push(sending);
    try {
      fault(sending);
      await turn();
      // Copied here: what was overwritten meanwhile arrives overwritten.
      await inner.of(from).send(to, tag, message);
      await turn();
    } finally {
      sending.wasTouched = before !== bitsOf(message.data);
      sending.isOver = true;
    }
  }

  return {
    inner,
    sendings,
    of: (from) => ({
      send: (to, tag, message) => send(from, to, tag, message),
      receive: (sender, tag) => inner.of(from).receive(sender, tag),
      release: (message) => inner.of(from).release(message),
    }),
  };
}

/** Every bit of the numbers, as text: NaN equals NaN of the same bits, and 0 is not −0. */
export function bitsOf({ buffer, byteOffset, byteLength }: Floats): string {
  return new Uint8Array(buffer, byteOffset, byteLength).join(" ");
}
