/** An argument that cannot be used; its message is one sentence: expected, got, what to do. */
export class UsageError extends Error {
  override readonly name = "UsageError";

  /**
   * @param what the argument, e.g. `--port`
   * @param expected e.g. `an integer from 0 to 65535`
   * @param got what stands there, e.g. `"abc"` or `nothing`
   * @param cure what to do, e.g. `give for example --port 8080`
   */
  constructor(what: string, expected: string, got: string, cure: string) {
    super(`${what}: expected ${expected}, got ${got}; ${cure.endsWith("?") ? cure : `${cure}.`}`);
  }
}

/** A value as the user wrote it. */
export function quoted(value: string | undefined): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}
