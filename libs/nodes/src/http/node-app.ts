import {
  CSV_TYPE,
  errorBody,
  isTensors,
  mediaTypeOf,
  PATHS,
  RequestError,
  withAliases,
  type Health,
  type NodeKind,
  type WireBody,
} from "@chimera/protocol";
import type { NodeLogs } from "@chimera/telemetry";
import { Hono, type Context, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { failureOf } from "./failures.ts";
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
  app.notFound((c) => c.json(errorBody(404, noSuchPath(c, kind), "NotFound"), 404));
  app.onError((error, c) => {
    const { status, body } = failureOf(error);
    if (status < 500) logs.status.warn({ endpoint: c.req.path, status }, error.message);
    else logs.status.error({ endpoint: c.req.path, status, stack: error.stack }, error.message);
    return Response.json(body, { status });
  });
  return app;
}

/** A request's body, and which media types its sender takes. */
export interface Received extends WireBody {
  /** The header `Accept`; empty when there is none. */
  accept: string;
}

/** An answer's body, with the headers that belong to it. */
export interface WireAnswer extends WireBody {
  headers?: Record<string, string>;
}

/** Answers a path, and the older paths that mean the same, with what the handler makes of the body. */
export function answerAt(
  app: NodeApp,
  method: "GET" | "POST",
  path: string,
  handler: (received: Received) => WireAnswer | Promise<WireAnswer>,
): void {
  app.on(method, withAliases(path), async (c) => {
    const answer = await handler(await receive(c));
    // A plain Response: Hono's own way to make one with headers costs as much as the rest of the round trip's framing.
    return new Response(answer.body as Uint8Array<ArrayBuffer>, {
      headers: { "content-type": answer.contentType, ...answer.headers },
    });
  });
}

async function receive(c: Context): Promise<Received> {
  const contentType = c.req.header("content-type") ?? "";
  const accept = c.req.header("accept") ?? "";
  if (c.req.method === "GET") return { contentType, accept, body: "" };
  // A large text stays bytes: numbers are read from them, without the text between.
  const isLarge = Number(c.req.header("content-length") ?? Infinity) > LARGE_BYTES;
  const isBinary = isLarge || isTensors({ contentType }) || mediaTypeOf(contentType) === CSV_TYPE;
  const body = isBinary ? new Uint8Array(await c.req.arrayBuffer()) : await c.req.text();
  return { contentType, accept, body };
}

const LARGE_BYTES = 16_384;

/** Refuses a large body by its announced length, or while it streams in. */
function limitBodies(maxBodyMegabytes: number): MiddlewareHandler {
  const maxSize = maxBodyMegabytes * 1e6;
  const refuse = (): never => refuseLargeBody(maxBodyMegabytes);
  const limitStream = bodyLimit({ maxSize, onError: refuse });
  return (c, next) => {
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

function noSuchPath(c: Context, kind: NodeKind): string {
  const help = kind.endsWith("master") ? ` See GET ${PATHS.openapi}.` : "";
  return `A ${kind} has no ${c.req.method} ${c.req.path}.${help}`;
}
