import type { Tensor } from "@chimera/algorithms";
import type { WorkerName } from "../coordinator/coordinator.ts";

/**
 * How workers speak to each other, without the master: a worker sends a tensor to another under a tag, which says what it
 * is, and the other takes it by sender and tag when it needs it, whether it has come already or not.
 *
 * Source: the point-to-point messages of the Message Passing Interface (MPI).
 */
export interface Peers {
  /**
   * The tensor must stay as it is until the promise is kept.
   *
   * @param tag says what it is, e.g. `step 3 forward 0 of stage 1`; nothing else is sent to `to` under the same tag.
   * @returns when the other has it. @throws Error that says what happened when it cannot be brought there.
   */
  send(to: WorkerName, tag: string, message: Tensor): Promise<void>;
  /**
   * @returns what `from` sent, or will send, under the tag: the taker's own from now on.
   * @throws Error, with the reason, when the run is abandoned meanwhile.
   */
  receive(from: WorkerName, tag: string): Promise<Tensor>;
  /**
   * The taker needs a message no more, nor a view of it: the next may lie in its memory. Who forgets it loses nothing but
   * time, for fresh memory costs more than to fill it.
   */
  release(message: Tensor): void;
}
