import { ArrivingTensors, mediaTypeOf, TENSORS_TYPE, type Body } from "@chimera/protocol";
import { EventEmitter } from "node:events";
import { callErrorFrom, timeoutError, type CallError, type CallFacts } from "./call-error.ts";
import type { Clock } from "./clock.ts";
import type { HttpRequest } from "./http-request.ts";
import { httpResponse, type HttpResponse, type ReceivedBody } from "./http-response.ts";
import type { OriginPool } from "./origin-pools.ts";

/** How one try of a call ended. */
export type Outcome =
  | { kind: "answer"; response: HttpResponse }
  | {
      kind: "error";
      error: CallError;
      /** A connection from an earlier call turned out to be closed before the answer's first byte. */
      staleConnection: boolean;
    };

const TRANSIENT_STATUSES: readonly number[] = [502, 503, 504];
const TRANSIENT_FAILURES: readonly string[] = ["refused", "unknown-host", "unreachable", "reset", "timeout"];

/** Whether another try may end differently. */
export function isTransient(outcome: Outcome): boolean {
  return outcome.kind === "answer"
    ? TRANSIENT_STATUSES.includes(outcome.response.status)
    : TRANSIENT_FAILURES.includes(outcome.error.failure);
}

/**
 * Sends the request once and reads the whole answer.
 *
 * @throws the reason of the request's signal when that aborts.
 */
export async function attempt(
  request: HttpRequest,
  facts: CallFacts,
  pool: OriginPool,
  clock: Clock,
): Promise<Outcome> {
  request.signal?.throwIfAborted();
  const connectsBefore = pool.connects;
  const guard = new Guard(clock, facts.timeoutSeconds, request.signal);
  let answering = false;
  try {
    const { method, path } = request;
    const headers = headersOf(request);
    // Parts are an iterable, which undici sends one by one.
    const body = request.body as string | Uint8Array | undefined;
    const head = await pool.dispatcher.request({ method, path, headers, body, signal: guard });
    answering = true;
    return { kind: "answer", response: await responseOf(request, head) };
  } catch (cause) {
    if (request.signal?.aborted) throw request.signal.reason;
    const error = guard.timedOut ? timeoutError(facts) : callErrorFrom(cause, facts);
    const reused = pool.connects === connectsBefore;
    return { kind: "error", error, staleConnection: error.failure === "reset" && reused && !answering };
  } finally {
    guard.release();
  }
}

type Head = Awaited<ReturnType<OriginPool["dispatcher"]["request"]>>;

async function responseOf(request: HttpRequest, head: Head): Promise<HttpResponse> {
  const { origin, path, body } = request;
  return httpResponse({
    url: origin + path,
    status: head.statusCode,
    ...(await bodyOf(request, head)),
    bytesSent: lengthOf(body),
  });
}

async function bodyOf({ memoryFor }: HttpRequest, { headers, body }: Head): Promise<ReceivedBody> {
  const contentType = String(headers["content-type"] ?? "");
  const length = Number(headers["content-length"]);
  const memory = memoryFor && length > 0 ? memoryFor(length) : undefined;
  if (memory === undefined) return { contentType, body: await body.bytes() };
  const whole = memory.subarray(0, length);
  const areTensors = mediaTypeOf(contentType) === TENSORS_TYPE && whole.byteOffset % 8 === 0;
  const arrived = areTensors ? new ArrivingTensors(whole) : undefined;
  await fill(whole, body, arrived);
  return { contentType, body: whole, ...(arrived && { arrived }) };
}

/** By events: an asynchronous iterator takes half as long again. undici sees to it that as much comes as was announced. */
function fill(memory: Uint8Array, body: Head["body"], arrived: ArrivingTensors | undefined): Promise<void> {
  let end = 0;
  return new Promise((resolve, reject) => {
    body.on("data", (chunk: Uint8Array) => {
      memory.set(chunk, end);
      end += chunk.length;
      arrived?.advance(end);
    });
    body.once("end", resolve);
    body.once("error", reject);
  });
}

function lengthOf(body: Body | undefined): number {
  if (body === undefined) return 0;
  return typeof body === "string" ? Buffer.byteLength(body) : body.byteLength;
}

function headersOf({ contentType, accept, body }: HttpRequest): Record<string, string> {
  return {
    ...(contentType === undefined ? {} : { "content-type": contentType }),
    ...(accept === undefined ? {} : { accept }),
    // Of a body in parts undici does not know the length.
    ...(typeof body === "object" && !(body instanceof Uint8Array)
      ? { "content-length": String(body.byteLength) }
      : {}),
  };
}

/** Node's timers hold 31 bits of milliseconds: what is longer is no limit. */
const LONGEST_TIMER_SECONDS = (2 ** 31 - 1) / 1000;

/**
 * Ends a try when its time is over, or when the caller's signal aborts. It is an emitter of `abort`, which undici takes
 * for a signal: an `AbortController` per call costs 40 µs, half as much as a call on loopback.
 */
class Guard extends EventEmitter {
  readonly #outer: AbortSignal | undefined;
  readonly #callOff: (() => void) | undefined;
  timedOut = false;

  constructor(clock: Clock, seconds: number, outer: AbortSignal | undefined) {
    super();
    this.#outer = outer;
    outer?.addEventListener("abort", this.#abort, { once: true });
    if (seconds <= LONGEST_TIMER_SECONDS) this.#callOff = clock.after(seconds * 1000, this.#timeOut);
  }

  release(): void {
    this.#callOff?.();
    this.#outer?.removeEventListener("abort", this.#abort);
  }

  readonly #abort = (): void => {
    this.emit("abort");
  };

  readonly #timeOut = (): void => {
    this.timedOut = true;
    this.#abort();
  };
}
