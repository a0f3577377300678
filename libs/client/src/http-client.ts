import { attempt, isTransient, type Outcome } from "./attempt.ts";
import { backoffMs } from "./backoff.ts";
import { nodeEndedError, type CallError } from "./call-error.ts";
import { delay, systemClock, type Clock } from "./clock.ts";
import type { HttpRequest } from "./http-request.ts";
import type { HttpResponse } from "./http-response.ts";
import { openPool, OriginPools, type OriginDispatcher } from "./origin-pools.ts";

export interface HttpClientOptions {
  /** Seconds > 0 that one try may take, connection, headers and body together; `Infinity` for no limit. */
  timeoutSeconds: number;
  /** Most further tries of a retryable call, an integer ≥ 0. */
  maxRetries: number;
  /** Most connections per origin at once. Default 64. */
  connections?: number;
  /** Most bytes of an answer. Default 1 GiB. */
  maxResponseBytes?: number;
  /** What the message of a time-out asks to raise. Default `CHIMERA_WORKERS_ENDPOINTS_TIMEOUT`. */
  timeoutSetting?: string;
}

/** What tests replace. */
export interface HttpClientParts {
  dispatcherFor?: (origin: string) => OriginDispatcher;
  clock?: Clock;
  /** 0…1, for the jitter of the waits. */
  random?: () => number;
}

export interface HttpClient {
  /**
   * Sends a request and reads the whole answer, whatever its status (see `expectSuccess`).
   *
   * A retryable call is repeated at most `maxRetries` times after a failed connection, a time-out, or 502, 503, 504;
   * the last answer or error is the result. The whole takes at most (maxRetries + 1) · time-out plus the waits of at
   * most 5 s each. One more try, at once and not counted, is made when a connection kept from an earlier call turns
   * out to be closed before a byte of the answer came: the server may have closed it while the request was on its way.
   *
   * @throws CallError when there is no answer.
   */
  request(request: HttpRequest): Promise<HttpResponse>;
  /** Ends all connections; open calls fail. */
  close(): Promise<void>;
}

const DEFAULT_CONNECTIONS = 64;
const DEFAULT_MAX_RESPONSE_BYTES = 2 ** 30;

export function createHttpClient(options: HttpClientOptions, parts: HttpClientParts = {}): HttpClient {
  const { timeoutSeconds, maxRetries, timeoutSetting = "CHIMERA_WORKERS_ENDPOINTS_TIMEOUT" } = options;
  const { connections = DEFAULT_CONNECTIONS, maxResponseBytes = DEFAULT_MAX_RESPONSE_BYTES } = options;
  const { clock = systemClock, random = Math.random } = parts;
  const { dispatcherFor = (origin) => openPool(origin, { connections, maxResponseBytes }) } = parts;
  const pools = new OriginPools(dispatcherFor);

  async function request(request: HttpRequest): Promise<HttpResponse> {
    const { origin, path, signal } = request;
    const facts = { origin, path, timeoutSeconds, timeoutSetting };
    const mostRetries = request.retryable ? maxRetries : 0;
    let stale: CallError | undefined;
    for (let retries = 0; ;) {
      const outcome = await attempt(request, facts, pools.of(origin), clock);
      if (!isTransient(outcome)) return concluded(outcome);
      if (outcome.kind === "error" && outcome.staleConnection && request.retryable && !stale) {
        stale = outcome.error;
      } else if (retries < mostRetries) {
        await delay(clock, backoffMs(retries, random()), signal);
        retries += 1;
      } else return concluded(outcome, stale);
    }
  }

  return { request, close: () => pools.close() };
}

/** The answer, or the error thrown; a refused connection after a reset one tells that the node died at its work. */
function concluded(outcome: Outcome, stale?: CallError): HttpResponse {
  if (outcome.kind === "answer") return outcome.response;
  throw stale && outcome.error.failure === "refused" ? nodeEndedError(stale) : outcome.error;
}
