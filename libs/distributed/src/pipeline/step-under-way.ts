import type { MicroBatch, Tensor } from "@chimera/algorithms";
import type { Neighbours } from "./neighbours.ts";
import type { ActionRecord, Clock, Exchange } from "./timeline.ts";

/** A forward that has not gone back. */
export interface OpenForward {
  readonly batch: MicroBatch;
  /** What came from the stage before: the batch refers to it. */
  readonly received?: Tensor;
  /** When the output has left, where it goes on to another stage. */
  outputSent?: Promise<void>;
  /** ∂L/∂output, where the loss is computed here. */
  readonly outputGradient?: Tensor;
}

/** One step of one stage while it is under way: what it holds, what it sends and waits for, and when it did what. */
export class StepUnderWay {
  /** 0, 1, … over all epochs. */
  readonly step: number;
  /** Of the batch of all replicas. */
  readonly rows: Int32Array;
  /** By chunk and micro-batch. */
  readonly open = new Map<string, OpenForward>();
  /** This replica's share of the batch's mean loss, as far as it is computed. */
  loss = 0;
  readonly #neighbours: Neighbours;
  readonly #now: Clock;
  readonly #records: ActionRecord[];
  readonly #sends: Promise<void>[] = [];
  /** Rejects as soon as something could not be sent: nobody shall wait for an answer to it. */
  readonly #sendFailed: Promise<never>;
  #failSend: (error: unknown) => void = () => undefined;

  /** @param records receives what is done. */
  constructor(step: number, rows: Int32Array, neighbours: Neighbours, now: Clock, records: ActionRecord[]) {
    this.step = step;
    this.rows = rows;
    this.#neighbours = neighbours;
    this.#now = now;
    this.#records = records;
    this.#sendFailed = new Promise<never>((_, reject) => (this.#failSend = reject));
    this.#sendFailed.catch(() => undefined);
  }

  /**
   * What part `from` has for part `to`, which is held here, for so many rows.
   *
   * @throws Error when a message of the step could not be sent; as `Neighbours.receive`.
   */
  receive(from: number, to: number, what: string, nRows: number): Promise<Tensor> {
    const received = this.#neighbours.receive(from, to, `${this.step} ${what}`, nRows);
    return Promise.race([received, this.#sendFailed]);
  }

  /** @param record of what made the message: receives how long it was on its way. */
  send(to: number, what: string, message: Tensor, record: ActionRecord): Promise<void> {
    const begun = this.#now();
    record.bytes += message.data.byteLength;
    const sent = this.#neighbours.send(to, `${this.step} ${what}`, message).then(() => {
      record.sendMs = this.#now() - begun;
    });
    sent.catch(this.#failSend);
    this.#sends.push(sent);
    return sent;
  }

  /** When all that was sent has arrived. */
  allSent(): Promise<unknown> {
    return Promise.all(this.#sends);
  }

  /**
   * Notes what was computed until now.
   *
   * @param asked when the worker was ready for it. @param start when its input was there.
   * @param exchange what was exchanged since then.
   */
  record(
    what: Pick<ActionRecord, "type" | "microBatch" | "chunk">,
    asked: number,
    start: number,
    exchange: Exchange = { ms: 0, bytes: 0 },
  ): ActionRecord {
    const computeMs = this.#now() - start - exchange.ms;
    const record = {
      step: this.step,
      ...what,
      waitMs: start - asked,
      start,
      computeMs,
      exchangeMs: exchange.ms,
      sendMs: 0,
      bytes: exchange.bytes,
      stored: this.open.size,
    };
    this.#records.push(record);
    return record;
  }
}
