import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import {
  errorBody,
  CSV_TYPE,
  JSON_TYPE,
  mediaTypeOf,
  TENSORS_TYPE,
  PATHS,
  preferredType,
  RequestError,
  wholeOf,
  withAliases,
  type Health,
  type NodeKind,
  type Parts,
  type WireBody,
} from "@chimera/protocol";
import type { NodeLogs } from "@chimera/telemetry";
import { Hono, type Context, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { failureOf } from "./failures.ts";
import { hasGone, refuseCompressed, senderGone } from "./refused-senders.ts";
import { noSuchPath } from "./no-such-path.ts";
import { RequestMemory } from "./request-memory.ts";
import { VERSION } from "./version.ts";

export type NodeApp = Hono;

export interface NodeAppOptions {
  /** The worker's name, or `master`. */
  node: string;
  kind: NodeKind;
  /** Name of the numeric kernel. */
  kernel: string;
  logs: NodeLogs;
  /** Largest request body in megabytes (10⁶ bytes); a larger one is refused while it streams in. */
  maxBodyMegabytes: number;
}

/** What every node has: health, a time-log entry per request, a limit on bodies, and errors as sentences. */
export function createNodeApp(options: NodeAppOptions): NodeApp {
  const { logs, node, kind, kernel, maxBodyMegabytes } = options;
  const startedAt = performance.now();
  const app = new Hono();
  app.use(async (c, next) => {
    const arrivedAt = performance.now();
    await next();
    const latencyMs = performance.now() - arrivedAt;
    // One name for all unknown paths: a scanner shall not fill the summary of latencies.
    const endpoint = c.res.status === 404 ? "unknown path" : c.req.path;
    logs.time({ endpoint, method: c.req.method, status: c.res.status, latencyMs });
  });
  app.use(limitBodies(maxBodyMegabytes));
  app.get(PATHS.health, (c) => {
    const uptimeSeconds = (performance.now() - startedAt) / 1000;
    const health: Health = { status: "ok", node, kind, version: VERSION, kernel, uptimeSeconds };
    return c.json(health);
  });
  app.notFound((c) => {
    const { method, path } = c.req;
    return c.json(errorBody(404, noSuchPath({ method, path }, kind, app.routes), "NotFound"), 404);
  });
  app.onError((thrown, c) => {
    const error = hasGone(c) ? senderGone() : thrown;
    const { status, body } = failureOf(error);
    if (status < 500) logs.status.warn({ endpoint: c.req.path, status }, error.message);
    else logs.status.error({ endpoint: c.req.path, status, stack: error.stack }, error.message);
    return Response.json(body, { status });
  });
  return app;
}

/** A body that came, and the media type of the answer that its sender would like. */
export interface Received extends WireBody {
  answerType: string;
}

/** An answer's body, and headers that belong to it. */
export interface WireAnswer extends WireBody {
  headers?: Record<string, string>;
}

export type Handler = (received: Received) => WireAnswer | Promise<WireAnswer>;

/** Bodies that are handed on as bytes. */
const BINARY_TYPES = [TENSORS_TYPE, CSV_TYPE];
/** So many bytes of a text are. */
const LONG_TEXT = 16_384;

/**
 * Answers a path, and the older paths that mean the same, with what the handler makes of the body. A body of bytes
 * is lent to the handler: the next request may overwrite it when the handler's promise has been kept.
 *
 * @param answerTypes the media types that the handler can answer; the first is what is answered by default.
 */
export function answerAt(
  app: NodeApp,
  method: "GET" | "POST",
  path: string,
  handler: Handler,
  answerTypes: readonly string[] = [JSON_TYPE],
): void {
  app.on(method, withAliases(path), async (c) => {
    try {
      return await responseOf(c, await withBody(c, answerTypes, handler));
    } catch (thrown) {
      // A user's own code may throw anything, and Hono catches errors alone.
      throw thrown instanceof Error ? thrown : new Error(String(thrown), { cause: thrown });
    }
  });
}

const memory = new RequestMemory();

/** The raw request and answer of Node's server; none where an app is called without one, in tests. */
type ServerParts = Partial<HttpBindings>;

async function responseOf(c: Context, { contentType, body, headers }: WireAnswer): Promise<Response> {
  const { outgoing } = (c.env ?? {}) as ServerParts;
  if (typeof body === "string" || body instanceof Uint8Array || !outgoing) {
    const whole = typeof body === "string" ? body : (wholeOf(body) as Uint8Array<ArrayBuffer>);
    // A plain Response: Hono's own way to make one with headers costs as much as the rest of the round trip's framing.
    return new Response(whole, { headers: { "content-type": contentType, ...headers } });
  }
  // Part by part from where they lie: a Response would want them in one piece.
  outgoing.writeHead(200, { "content-type": contentType, "content-length": body.byteLength, ...headers });
  await send(body, outgoing);
  return RESPONSE_ALREADY_SENT;
}

/** Each part when there is room for it: a slow reader does not grow memory. Ends early when the reader is gone. */
async function send(parts: Parts, outgoing: HttpBindings["outgoing"]): Promise<void> {
  for (const part of parts) {
    if (outgoing.destroyed) return;
    if (!outgoing.write(part)) await drained(outgoing);
  }
  outgoing.end();
}

function drained(outgoing: HttpBindings["outgoing"]): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      outgoing.off("drain", done).off("close", done);
      resolve();
    };
    outgoing.once("drain", done).once("close", done);
  });
}

async function withBody(c: Context, answerTypes: readonly string[], handler: Handler): Promise<WireAnswer> {
  const contentType = c.req.header("content-type") ?? "";
  const answerType = answerTypes.length === 1 ? answerTypes[0] : preferred(c, answerTypes);
  if (c.req.method === "GET") return handler({ contentType, body: "", answerType });
  const length = Number(c.req.header("content-length"));
  // A long text stays bytes too: numbers are read from them.
  if (length < LONG_TEXT && !BINARY_TYPES.includes(mediaTypeOf(contentType))) {
    return handler({ contentType, body: await c.req.text(), answerType });
  }
  const { incoming } = (c.env ?? {}) as ServerParts;
  // Without a server (in tests), or without an announced length, the body brings its own memory.
  if (!incoming || !(length > 0))
    return handler({ contentType, body: new Uint8Array(await c.req.arrayBuffer()), answerType });
  const isTensors = mediaTypeOf(contentType) === TENSORS_TYPE;
  return memory.with(incoming, { length, isTensors }, (lent) =>
    handler({ contentType, ...lent, answerType }),
  );
}

/** What the client would like best of these; the first where it does not say. @throws RequestError 406 when it takes none. */
function preferred(c: Context, types: readonly string[]): string {
  const accept = c.req.header("accept") ?? "";
  const type = preferredType(accept, types);
  if (type !== undefined) return type;
  throw new RequestError(
    406,
    `The answer can be ${types.join(", ")}; the header Accept takes none of these, but ${JSON.stringify(accept.slice(0, 100))}: ` +
      "name one of them, or leave it out.",
  );
}

/** Refuses a large body by its announced length, or while it streams in; and one that is compressed. */
function limitBodies(maxBodyMegabytes: number): MiddlewareHandler {
  const maxSize = maxBodyMegabytes * 1e6;
  const refuse = (): never => refuseLargeBody(maxBodyMegabytes);
  const limitStream = bodyLimit({ maxSize, onError: refuse });
  return (c, next) => {
    refuseCompressed(c);
    // Hono's own limit makes a whole Request object of every request; only a body of unknown length needs it.
    const length = c.req.header("content-length");
    if (length === undefined)
      return c.req.header("transfer-encoding") === undefined ? next() : limitStream(c, next);
    return Number(length) > maxSize ? refuse() : next();
  };
}

function refuseLargeBody(limit: number): never {
  throw new RequestError(
    413,
    `Expected a body of at most ${limit} MB, got more: send fewer rows at once, or raise CHIMERA_MAX_BODY_MB.`,
  );
}
