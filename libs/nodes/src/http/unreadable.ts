import { errorBody } from "@chimera/protocol";
import type { Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";

/** What Node's parser tells of bytes that are no request, where another status than 400 fits better. */
const STATUS: Readonly<Record<string, { status: number; reason: string }>> = {
  HPE_HEADER_OVERFLOW: { status: 431, reason: "Request Header Fields Too Large" },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { status: 413, reason: "Payload Too Large" },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, reason: "Request Timeout" },
};

const CURES: Readonly<Record<number, string>> = {
  400: "check Content-Length and Transfer-Encoding against the body, and that the address begins with http://, not https://",
  408: "send the request faster, or in smaller pieces",
  413: "leave out the extensions of the chunks",
  431: "send fewer or shorter headers",
};

/** The whole answer to bytes that no handler ever sees. @param error of Node's parser. */
export function answerToUnreadable({ code = "", message }: NodeJS.ErrnoException): string {
  const { status, reason } = STATUS[code] ?? { status: 400, reason: "Bad Request" };
  const sentence = `Expected a request of HTTP/1.1, got one that cannot be read (${message}): ${CURES[status]}.`;
  const body = JSON.stringify(errorBody(status, sentence, "RequestError"));
  return [
    `HTTP/1.1 ${status} ${reason}`,
    "Content-Type: application/json",
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
    "",
    body,
  ].join("\r\n");
}

/** Lets the server tell in a sentence why it cannot read a request; Node's own answer is empty. */
export function explainUnreadable(server: Server): void {
  const latest = new WeakMap<Duplex, ServerResponse>();
  server.on("request", ({ socket }, response) => latest.set(socket, response));
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    // Between the bytes of an answer that is under way it would be read as a part of it.
    const response = latest.get(socket);
    const isAnswering = response !== undefined && response.headersSent && !response.writableFinished;
    if (error.code === "ECONNRESET" || !socket.writable || isAnswering) return void socket.destroy();
    socket.end(answerToUnreadable(error));
  });
}
