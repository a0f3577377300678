import { PARALLEL_TASKS, useKernels, type ParallelTask } from "@chimera/algorithms";
import { parentPort, workerData } from "node:worker_threads";
import { chooseKernels } from "../choose-kernels.ts";
import { EVENTS, NEXT_PART, type Job, type PartResult, type ThreadStart } from "./protocol.ts";

/** The program of a thread: takes parts of the jobs it is sent until there are none left. */

const start = workerData as ThreadStart;
const busy = new Int32Array(start.busy);
const { kernels } = await chooseKernels(start.kernels);
useKernels(kernels);
parentPort!.on("message", work);

function work({ id: job, task, shared, parts, counters }: Job): void {
  const counts = new Int32Array(counters);
  const { run } = PARALLEL_TASKS[task] as ParallelTask<unknown, unknown, unknown>;
  Atomics.store(busy, 0, 1);
  for (let part; (part = Atomics.add(counts, NEXT_PART, 1)) < parts.length;) {
    const result: PartResult = { job, part, ...resultOf(() => run(shared, parts[part])) };
    start.results.postMessage(result);
  }
  Atomics.store(busy, 0, 0);
  Atomics.add(counts, EVENTS, 1);
  Atomics.notify(counts, EVENTS);
}

/** Nothing when it fails: the thread that asked does it again, and throws the error as its own. */
function resultOf(run: () => unknown): { result?: unknown } {
  try {
    return { result: run() };
  } catch {
    return {};
  }
}
