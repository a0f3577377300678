import { setTimeout as pause } from "node:timers/promises";
import type { WorkerAddress } from "@chimera/nodes";
import { LaunchError } from "../launch-error.ts";
import { inWords, remindOfMissing } from "./missing.ts";
import { nodeHealth, type NodeHealth } from "./node-health.ts";

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
 * @throws LaunchError naming those who stayed away longer than `timeoutSeconds`; at once, when another node answers at a
 *     worker's address
 */
export async function waitForHealth(
  workers: readonly WorkerAddress[],
  options: HealthOptions,
): Promise<void> {
  const missing = new Map(workers.map((worker) => [worker.name, worker.url]));
  const deadline = AbortSignal.timeout(options.timeoutSeconds * 1000);
  const over = new AbortController();
  const signal = AbortSignal.any([options.signal, deadline, over.signal]);
  const stopReminding = remindOfMissing(() => [...missing.keys()], options.say);
  try {
    await Promise.all(
      workers.map(async (worker) => {
        requireName(worker, await untilHealthy(worker.url, signal), workers);
        missing.delete(worker.name);
      }),
    );
  } catch (error) {
    if (!deadline.aborted || error instanceof LaunchError) throw error;
    const addresses = [...missing].map(([name, url]) => `${name} (${url})`);
    throw new LaunchError(
      `After ${options.timeoutSeconds} s there is no answer from ${inWords(addresses)}. ${options.cure}`,
    );
  } finally {
    over.abort();
    stopReminding();
  }
}

/** Stages send to each other by name: at another's address a worker would wait for what goes elsewhere. */
function requireName(
  { name, url }: WorkerAddress,
  node: string | undefined,
  workers: readonly WorkerAddress[],
): void {
  if (node === undefined || node === name) return;
  throw new LaunchError(
    `${url} is ${node}, not ${name}: list the addresses in the order of the names, ` +
      `${inWords(workers.map((worker) => worker.name))}.`,
  );
}

/** @returns the node's name, if it tells one. @throws the signal's reason */
async function untilHealthy(url: string, signal: AbortSignal): Promise<string | undefined> {
  for (;;) {
    const health = await healthIfAny(url, signal);
    if (health) return health.node;
    await pause(POLL_MS, undefined, { signal });
  }
}

/** A node that knows no `/healthz` is one of the Python system: it answers, so it is there. */
async function healthIfAny(url: string, signal: AbortSignal): Promise<NodeHealth | undefined> {
  try {
    const patience = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]);
    const health = await nodeHealth(url, patience);
    return health.status === 200 || health.status === 404 ? health : undefined;
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}
