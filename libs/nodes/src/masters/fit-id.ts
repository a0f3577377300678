import { randomUUID } from "node:crypto";

/** Names one fit, so that a worker never answers for another: it needs to be new, not repeatable. */
export function newFitId(): string {
  return randomUUID();
}
