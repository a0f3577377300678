import { DataError } from "../errors.ts";

/**
 * What a learner of a user's own returned. A promise is refused: whoever does not wait would take it for done, and its
 * failure afterwards would end the process.
 *
 * @param call what was called, e.g. `MyForest.fit`.
 * @throws DataError
 */
export function requireSynchronous<Result>(result: Result, call: string): Result {
  if (!isPromise(result)) return result;
  // Whatever becomes of it is of no use any more.
  result.then(undefined, () => undefined);
  throw new DataError({
    expected: `${call} to be done when it returns`,
    got: "a promise",
    remedy: "Make it no async function: a learner computes, it waits for nothing.",
  });
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === "function";
}
