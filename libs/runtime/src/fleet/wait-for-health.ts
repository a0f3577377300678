import { setTimeout as pause } from "node:timers/promises";
import type { WorkerAddress } from "@chimera/nodes";
import { LaunchError } from "../launch-error.ts";
import { healthStatus } from "./health-status.ts";
import { inWords, remindOfMissing } from "./missing.ts";

/** Between two questions to one worker. */
const POLL_MS = 200;
/** For one answer: a node that is well answers in milliseconds. */
const ANSWER_MS = 2000;

export interface HealthOptions {
  timeoutSeconds: number;
  say: (line: string) => void;
  /** Ends the waiting. */
  signal: AbortSignal;
  /** What to do when workers stay away, a whole sentence. */
  cure: string;
}

/**
 * Asks every worker for `GET /healthz` until all have answered.
 *
 * @throws LaunchError naming those who stayed away longer than `timeoutSeconds`
 */
export async function waitForHealth(
  workers: readonly WorkerAddress[],
  options: HealthOptions,
): Promise<void> {
  const missing = new Map(workers.map((worker) => [worker.name, worker.url]));
  const deadline = AbortSignal.timeout(options.timeoutSeconds * 1000);
  const signal = AbortSignal.any([options.signal, deadline]);
  const stopReminding = remindOfMissing(() => [...missing.keys()], options.say);
  try {
    await Promise.all(
      workers.map(async ({ name, url }) => {
        await untilHealthy(url, signal);
        missing.delete(name);
      }),
    );
  } catch (error) {
    if (!deadline.aborted) throw error;
    const addresses = [...missing].map(([name, url]) => `${name} (${url})`);
    throw new LaunchError(
      `After ${options.timeoutSeconds} s there is no answer from ${inWords(addresses)}. ${options.cure}`,
    );
  } finally {
    stopReminding();
  }
}

/** @throws the signal's reason */
async function untilHealthy(url: string, signal: AbortSignal): Promise<void> {
  while (!(await isHealthy(url, signal))) await pause(POLL_MS, undefined, { signal });
}

/** A node that knows no `/healthz` is one of the Python system: it answers, so it is there. */
async function isHealthy(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const patience = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]);
    const status = await healthStatus(url, patience);
    return status === 200 || status === 404;
  } catch {
    signal.throwIfAborted();
    return false;
  }
}
