import { createAdaptorServer } from "@hono/node-server";
import type { Server } from "node:http";
import type { NodeApp } from "./node-app.ts";
import { explainUnreadable } from "./unreadable.ts";

/** A node that accepts connections. */
export interface RunningNode {
  /** E.g. `http://127.0.0.1:8080`; a node on all addresses names the loopback one. */
  url: string;
  port: number;
  /** Finishes running requests for up to two seconds, then drops their connections. */
  close(): Promise<void>;
}

/** A node could not listen where it was told to. */
export class ListenError extends Error {
  override readonly name = "ListenError";
}

/** Longer than any client keeps an idle connection, so that a client never sends into a closing one. */
const KEEP_ALIVE_MS = 120_000;
const GRACE_MS = 2_000;
const SWEEP_MS = 50;

/**
 * @param port 0 for any free one.
 * @param portVariable how a user chooses another port, for the error's cure.
 * @throws ListenError when the port is taken or the address is not this machine's.
 */
export function listen(app: NodeApp, host: string, port: number, portVariable: string): Promise<RunningNode> {
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  explainUnreadable(server);
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(listenError(error, host, port, portVariable)),
    );
    server.listen(port, host, () => resolve(running(server, host)));
  });
}

function running(server: Server, host: string): RunningNode {
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const reachable = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return {
    url: `http://${reachable.includes(":") ? `[${reachable}]` : reachable}:${port}`,
    port,
    close: () => closeGently(server),
  };
}

function closeGently(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const deadline = setTimeout(() => server.closeAllConnections(), GRACE_MS);
    // A connection whose request ends from now on is idle then, and nobody else would close it.
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
    server.close(() => {
      clearTimeout(deadline);
      clearInterval(sweep);
      resolve();
    });
    server.closeIdleConnections();
  });
}

function listenError(
  error: NodeJS.ErrnoException,
  host: string,
  port: number,
  variable: string,
): ListenError {
  const reasons: Record<string, string> = {
    EADDRINUSE: `another program listens on it: stop that program or choose another port with ${variable}`,
    EADDRNOTAVAIL: "this machine has no such address: use 127.0.0.1 or 0.0.0.0",
    EACCES: `ports below 1024 need privileges: choose a port above with ${variable}`,
  };
  const reason = reasons[error.code ?? ""] ?? error.message;
  return new ListenError(`Cannot listen on ${host}:${port}; ${reason}.`);
}
