import { expectSuccess, type HttpClient } from "@chimera/client";
import type { WorkerName } from "@chimera/distributed";
import type { WireBody, WireRequest } from "@chimera/protocol";
import type { NodeLogs } from "@chimera/telemetry";

/** Where a worker listens. */
export interface WorkerAddress {
  name: WorkerName;
  /** Where the master reaches it, without a trailing slash, e.g. `http://127.0.0.1:40123`. */
  url: string;
  /** Where the other workers reach it, when that is somewhere else: by name on a Compose network. */
  peerUrl?: string;
}

/** One call of a worker: what came back, and what it cost. */
export interface CallResult {
  received: WireBody;
  bytesSent: number;
  bytesReceived: number;
}

export interface CallOptions {
  /** Whether repeating the call changes nothing. */
  retryable: boolean;
  signal?: AbortSignal;
  /** Memory for the body of a large answer, see `HttpRequest`. */
  memoryFor?: (bytes: number) => Uint8Array | undefined;
}

/** A worker that ended for good: there is no use in asking it again. */
export class WorkerGoneError extends Error {
  override readonly name = "WorkerGoneError";
}

/** What a master calls: its workers by name, each call timed in the master's log. */
export class WorkerCalls {
  readonly #client: HttpClient;
  readonly #addresses: Map<WorkerName, { origin: string; basePath: string }>;
  readonly #gone = new Map<WorkerName, WorkerGoneError>();
  readonly #logs: NodeLogs;

  constructor(client: HttpClient, workers: readonly WorkerAddress[], logs: NodeLogs) {
    this.#client = client;
    this.#addresses = new Map(workers.map(({ name, url }) => [name, addressOf(url)]));
    this.#logs = logs;
  }

  /** A worker was started again, and listens somewhere else. */
  move({ name, url }: WorkerAddress): void {
    this.#addresses.set(name, addressOf(url));
  }

  /** A worker ended for good: from now on calls of it fail at once. @param reason what became of it, and what to do. */
  giveUp(worker: WorkerName, reason: string): void {
    this.#gone.set(worker, new WorkerGoneError(reason));
  }

  /**
   * @throws CallError when there is no answer, NodeError when it is not a 2xx, WorkerGoneError when the worker was given
   *     up; all are sentences.
   */
  async call(
    worker: WorkerName,
    request: Omit<WireRequest, "method"> & { method: "GET" | "POST" },
    { retryable, signal, memoryFor }: CallOptions,
  ): Promise<CallResult> {
    const address = this.#addresses.get(worker);
    if (address === undefined) throw new Error(`There is no worker ${worker}.`);
    const gone = this.#gone.get(worker);
    if (gone !== undefined) throw gone;
    const { method, path, body, contentType } = request;
    const sentAt = performance.now();
    let status = 0;
    try {
      const response = await this.#client.request({
        origin: address.origin,
        path: address.basePath + path,
        method,
        ...(method === "POST" && { body, contentType }),
        retryable,
        ...(signal && { signal }),
        ...(memoryFor && { memoryFor }),
      });
      status = response.status;
      const { bytesSent, bytesReceived } = expectSuccess(response);
      return { received: response, bytesSent, bytesReceived };
    } finally {
      this.#logs.time({
        endpoint: path,
        method,
        status,
        latencyMs: performance.now() - sentAt,
        peer: worker,
      });
    }
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}

/** A worker behind a proxy may have a path of its own before ours, e.g. `https://example.org/worker2`. */
function addressOf(url: string): { origin: string; basePath: string } {
  const { origin, pathname } = new URL(url);
  return { origin, basePath: pathname.replace(/\/$/, "") };
}
