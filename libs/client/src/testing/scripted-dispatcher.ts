import { EventEmitter } from "node:events";
import type { OriginDispatcher } from "../origin-pools.ts";

/** What the scripted server does with one request. */
export interface Turn {
  /** Whether the pool opens a connection for it; otherwise it uses one from before. */
  connects?: boolean;
  /** The answer, an error of the connection, or nothing until the call is aborted. */
  reply: { status: number; json: unknown } | { error: Error } | { bodyError: Error } | "silence";
}

export interface Seen {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: unknown;
}

/** A pool without sockets that plays a script, one turn per request, and records what it was sent. */
export function scriptedDispatcher(...script: Turn[]): { dispatcher: OriginDispatcher; seen: Seen[] } {
  const seen: Seen[] = [];
  const events = new EventEmitter();
  const request = async (options: Seen & { signal: EventEmitter }): Promise<unknown> => {
    const { method, path, headers, body, signal } = options;
    seen.push({ method, path, headers, body });
    const turn = script[seen.length - 1];
    if (!turn) throw new Error("The script has no further turn.");
    if (turn.connects) events.emit("connect");
    const { reply } = turn;
    if (reply === "silence") return untilAborted(signal);
    if ("error" in reply) throw reply.error;
    return answerOf(reply);
  };
  const destroy = (): Promise<void> => Promise.resolve();
  const dispatcher = { request, destroy, on: events.on.bind(events) };
  return { dispatcher: dispatcher as unknown as OriginDispatcher, seen };
}

function answerOf(reply: { status: number; json: unknown } | { bodyError: Error }): unknown {
  const headers = { "content-type": "application/json" };
  const bytes = (): Promise<Uint8Array> =>
    "bodyError" in reply
      ? Promise.reject(reply.bodyError)
      : Promise.resolve(new TextEncoder().encode(JSON.stringify(reply.json)));
  return { statusCode: "bodyError" in reply ? 200 : reply.status, headers, body: { bytes } };
}

function untilAborted(signal: EventEmitter): Promise<never> {
  return new Promise((_, reject) => signal.once("abort", () => reject(new Error("aborted"))));
}

/** An error as the system reports it. */
export function systemError(code: string, message = code): Error {
  return Object.assign(new Error(message), { code });
}
