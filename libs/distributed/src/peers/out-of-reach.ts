import type { WorkerName } from "../coordinator/coordinator.ts";

/** What a worker says when its message found nobody. */
export function couldNotReach(from: WorkerName, to: WorkerName, reason: string): string {
  return `${from} could not reach ${to}: ${reason}`;
}

/**
 * Whom such a sentence names as out of reach; `undefined`: it is none. The one who tells of it is not the one who failed, and a
 * reason travels as text.
 */
export function outOfReach(reason: string): WorkerName | undefined {
  return / could not reach ([^\s:]+): /.exec(reason)?.[1];
}
