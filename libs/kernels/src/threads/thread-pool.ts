import type { ParallelTask, TaskPool } from "@chimera/algorithms";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from "node:worker_threads";
import type { WantedKernels } from "../choose-kernels.ts";
import { EVENTS, NEXT_PART, type Job, type PartResult, type ThreadStart } from "./protocol.ts";
import { shareable } from "./share.ts";

/** How often a thread that is waited for is looked at. */
const LOOK_MS = 200;

interface Thread {
  readonly worker: Worker;
  /** Where its results come in. */
  readonly results: MessagePort;
  /** See `ThreadStart`. */
  readonly busy: Int32Array;
}

export interface ThreadPoolOptions {
  /** ≥ 2, with the calling thread. */
  nThreads: number;
  /** The kernels that each thread chooses for itself. */
  kernels: WantedKernels;
  /** The program of a thread, a bundle of `thread.ts`. Default: `thread.js` beside the program that this is part of. */
  entry?: URL;
}

/**
 * Worker threads of Node, started at their first use and kept; a process ends without waiting for them. `map` is
 * synchronous, as all of learning is: the calling thread takes parts like any other, and then sleeps until the others are
 * done. A part that fails, or is lost with its thread, is done once more by the calling thread: so errors are what they
 * would be without threads, and a thread that dies costs time, not the result.
 */
export class ThreadPool implements TaskPool {
  readonly nThreads: number;
  readonly #kernels: WantedKernels;
  readonly #entry: URL;
  #threads: Thread[] = [];
  #nJobs = 0;

  /** @throws Error when there is no program for the threads. */
  constructor({ nThreads, kernels, entry = new URL("./thread.js", import.meta.url) }: ThreadPoolOptions) {
    const file = fileURLToPath(entry);
    if (!existsSync(file)) {
      throw new Error(
        `Expected the program of the threads at ${file}, got no such file: build it (npm run build), or unset CHIMERA_THREADS.`,
      );
    }
    this.nThreads = nThreads;
    this.#kernels = kernels;
    this.#entry = entry;
  }

  map<Shared, Part, Result>(
    task: ParallelTask<Shared, Part, Result>,
    shared: Shared,
    parts: readonly Part[],
  ): Result[] {
    if (parts.length < 2) return parts.map((part) => task.run(shared, part));
    const id = ++this.#nJobs;
    const counts = new Int32Array(new SharedArrayBuffer(8));
    const helpers = this.#helpers(parts.length);
    this.#send(helpers, { id, task: task.name, shared, parts, counters: counts.buffer });
    const results: PartResult[] = [];
    try {
      for (let part; (part = Atomics.add(counts, NEXT_PART, 1)) < parts.length;) {
        results[part] = { job: id, part, result: task.run(shared, parts[part]) };
      }
    } finally {
      // After an error nobody begins another part.
      Atomics.store(counts, NEXT_PART, parts.length);
    }
    while (helpers.some(isAtWork)) {
      const seen = Atomics.load(counts, EVENTS);
      if (helpers.some(isAtWork)) Atomics.wait(counts, EVENTS, seen, LOOK_MS);
    }
    receive(helpers, id, results);
    return parts.map((part, i) =>
      results[i] !== undefined && "result" in results[i]
        ? (results[i].result as Result)
        : task.run(shared, part),
    );
  }

  /** Ends the threads; what they are at is lost. */
  async close(): Promise<void> {
    const threads = this.#threads;
    this.#threads = [];
    await Promise.all(threads.map(({ worker }) => worker.terminate()));
  }

  #helpers(nParts: number): readonly Thread[] {
    const wanted = Math.min(this.nThreads, nParts) - 1;
    while (this.#threads.length < wanted) this.#threads.push(this.#start());
    return this.#threads.slice(0, wanted);
  }

  #send(helpers: readonly Thread[], { shared, parts, ...job }: Job): void {
    const message = { ...job, shared: shareable(shared), parts: shareable(parts) };
    for (const { worker } of helpers) worker.postMessage(message);
  }

  #start(): Thread {
    const busy = new SharedArrayBuffer(4);
    const { port1, port2 } = new MessageChannel();
    const start: ThreadStart = { kernels: this.#kernels, busy, results: port2 };
    const worker = new Worker(this.#entry, { workerData: start, transferList: [port2] });
    const thread = { worker, results: port1, busy: new Int32Array(busy) };
    worker.unref();
    port1.unref();
    // An error of a thread would otherwise end the process; who waits for it notices.
    const forget = (): void => {
      this.#threads = this.#threads.filter((other) => other !== thread);
    };
    worker.on("error", forget);
    worker.on("exit", forget);
    return thread;
  }
}

/**
 * Whether a thread is at a part, and alive. While the calling thread waits, no event tells it that another has ended; but
 * the idle time of an event loop that is gone is −1 (0 where it was never asked before). Were a live thread taken for a dead
 * one, its part would be done twice, and nothing else.
 */
function isAtWork({ worker, busy }: Thread): boolean {
  return Atomics.load(busy, 0) === 1 && worker.performance.eventLoopUtilization().idle > 0;
}

/** Takes in the results that have come; those of a job that ended with an error are dropped. */
function receive(helpers: readonly Thread[], id: number, results: PartResult[]): void {
  for (const { results: port } of helpers) {
    for (let received; (received = receiveMessageOnPort(port)) !== undefined;) {
      const result = received.message as PartResult;
      if (result.job === id) results[result.part] = result;
    }
  }
}
