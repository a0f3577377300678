import type { WorkerAddress } from "@chimera/nodes";
import type { WorkerExit } from "../fleet/fleet.ts";
import { startWorkerProcess, type WorkerCommand, type WorkerProcess } from "./worker-process.ts";

/** A worker whose process is started again when it ends by itself, but not for ever. */
export class KeptWorker {
  readonly name: string;
  /** The address of the first process; see `WorkerProcess`. */
  readonly listening: Promise<string>;
  readonly #command: WorkerCommand;
  #process: WorkerProcess;
  #restartsLeft: number;
  #stopping = false;

  constructor(command: WorkerCommand, restarts: number) {
    this.name = command.name;
    this.#command = command;
    this.#process = startWorkerProcess(command);
    this.#restartsLeft = restarts;
    this.listening = this.#process.listening;
    // Whoever waits for it is told of a failure; one that comes before must not count as unhandled.
    this.listening.catch(() => undefined);
  }

  /** From now on, until `stop`: tells of each end, and starts the worker again while it may be. */
  async keep(onExit: (exit: WorkerExit) => void): Promise<void> {
    for (;;) {
      const how = await this.#process.ended;
      if (this.#stopping) return;
      if (this.#restartsLeft-- <= 0) return onExit({ name: this.name, how });
      onExit({ name: this.name, how, again: this.#startAgain() });
    }
  }

  #startAgain(): Promise<WorkerAddress> {
    const { name } = this;
    this.#process = startWorkerProcess(this.#command);
    const again = this.#process.listening.then((url) => ({ name, url }));
    again.catch(() => undefined);
    return again;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#process.stop();
  }
}
