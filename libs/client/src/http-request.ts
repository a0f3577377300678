import type { Body } from "@chimera/protocol";

export interface HttpRequest {
  method: "GET" | "POST";
  /** E.g. `http://127.0.0.1:8101`, without a slash at the end. */
  origin: string;
  /** E.g. `/healthz`. */
  path: string;
  body?: Body;
  /** Media type of the body. */
  contentType?: string;
  /** Media type that is asked for. */
  accept?: string;
  /**
   * Gives memory of at least so many bytes for the body of a large answer, which is then a view of it: memory that is used
   * again is five times as fast as fresh. Left out, or `undefined` given: the answer brings its own.
   */
  memoryFor?: (bytes: number) => Uint8Array | undefined;
  /** Whether doing it twice is as good as once. Nothing else is ever repeated. */
  retryable: boolean;
  /** Ends the call, and all further tries, with the signal's reason. */
  signal?: AbortSignal;
}
