import { DataError, type Tensor } from "@chimera/algorithms";
import type { WorkerName } from "../coordinator/coordinator.ts";
import type { Peers } from "../peers/index.ts";
import { placeOfPart, workerAt, type Grid, type Seat } from "./grid.ts";

/** The workers with the parts before and behind, as a worker of the same replica and rank speaks to them. */
export class Neighbours {
  readonly #peers: Peers;
  readonly #grid: Grid;
  readonly #seat: Seat;
  readonly #runId: string;

  /** @param runId begins the tags of all messages. */
  constructor(peers: Peers, grid: Grid, seat: Seat, runId: string) {
    this.#peers = peers;
    this.#grid = grid;
    this.#seat = seat;
    this.#runId = runId;
  }

  /** Sends what part `to` needs. @param what names it, once for each part. @throws as `Peers.send` */
  send(to: number, what: string, message: Tensor): Promise<void> {
    return this.#peers.send(this.#workerWith(to), this.#tag(what, to), message);
  }

  /**
   * What part `from` sends, or will send, to part `to`, which is held here. (What each row is, the part's network checks.)
   *
   * @throws DataError unless it is of `nRows` rows; as `Peers.receive`
   */
  async receive(from: number, to: number, what: string, nRows: number): Promise<Tensor> {
    const worker = this.#workerWith(from);
    const message = await this.#peers.receive(worker, this.#tag(what, to));
    const [got] = message.shape;
    if (got === nRows) return message;
    throw new DataError({
      expected: `${nRows} rows from ${worker} (${what} to part ${to})`,
      got: got === undefined ? "a single number" : String(got),
      remedy: "Let nothing else send to the workers of a fit, and run the same Chimera on all of them.",
    });
  }

  /** As `Peers.release`. */
  release(message: Tensor): void {
    this.#peers.release(message);
  }

  #tag(what: string, to: number): string {
    return `${this.#runId} ${what} to part ${to}`;
  }

  #workerWith(part: number): WorkerName {
    return workerAt(this.#grid, { ...this.#seat, stage: placeOfPart(this.#grid, part).stage });
  }
}
