import { CallError, type HttpClient } from "@chimera/client";
import { couldNotReach, type Mailbox, type Peers, type WorkerName } from "@chimera/distributed";
import { encodePeerMessage, type Addresses } from "@chimera/protocol";
import type { NodeLogs } from "@chimera/telemetry";
import type { MessageMemory } from "./message-memory.ts";
import { WorkerCalls } from "./worker-calls.ts";

/** The other workers over HTTP: messages go straight to them, and what they send waits in this worker's mailbox. */
export class HttpPeers implements Peers {
  readonly #name: WorkerName;
  readonly #mailbox: Mailbox;
  readonly #memory: MessageMemory;
  readonly #client: HttpClient;
  readonly #logs: NodeLogs;
  #calls: WorkerCalls;

  /** @param memory where the messages in the mailbox lie. */
  constructor(
    name: WorkerName,
    { mailbox, memory }: { mailbox: Mailbox; memory: MessageMemory },
    client: HttpClient,
    logs: NodeLogs,
  ) {
    this.#name = name;
    this.#mailbox = mailbox;
    this.#memory = memory;
    this.#client = client;
    this.#logs = logs;
    this.#calls = new WorkerCalls(client, [], logs);
  }

  /** Where the others are, from now on. */
  moveTo(addresses: Addresses): void {
    const workers = Object.entries(addresses).map(([name, url]) => ({ name, url }));
    this.#calls = new WorkerCalls(this.#client, workers, this.#logs);
  }

  /** Sending twice does no harm: the other's mailbox drops what it has. */
  async send(to: WorkerName, tag: string, message: Parameters<Peers["send"]>[2]): Promise<void> {
    try {
      await this.#calls.call(to, encodePeerMessage({ from: this.#name, tag, message }), { retryable: true });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const sentence =
        error instanceof CallError
          ? couldNotReach(this.#name, to, reason)
          : `${this.#name} could not send to ${to}: ${reason}`;
      throw new Error(sentence, { cause: error });
    }
  }

  receive(from: WorkerName, tag: string): ReturnType<Peers["receive"]> {
    return this.#mailbox.take(from, tag);
  }

  release(message: Parameters<Peers["release"]>[0]): void {
    this.#memory.release(message);
  }
}
