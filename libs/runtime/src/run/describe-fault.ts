import { isOwnError } from "../own-error.ts";

/**
 * What to print for whatever kept a run from going on: the message of the project's own errors; any other error is a
 * mistake in a program, and its stack tells where.
 */
export function describeFault(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return isOwnError(error) ? error.message : (error.stack ?? error.message);
}
