import type { HttpBindings } from "@hono/node-server";
import { RequestError } from "@chimera/protocol";
import type { Context } from "hono";

/** Bodies are read as they come. @throws RequestError 415 for one that the sender says is compressed. */
export function refuseCompressed(c: Context): void {
  const encoding = c.req.header("content-encoding")?.trim();
  if (encoding === undefined || encoding === "" || encoding.toLowerCase() === "identity") return;
  throw new RequestError(
    415,
    `Expected a body that is not compressed, got the content-encoding ${JSON.stringify(encoding.slice(0, 100))}: ` +
      "send it as it is, without that header.",
  );
}

/** Whether the sender closed the connection before all of its request had come: whatever failed, failed of that. */
export function hasGone(c: Context): boolean {
  const { incoming } = (c.env ?? {}) as Partial<HttpBindings>;
  return incoming !== undefined && incoming.destroyed && !incoming.complete;
}

/** For the log alone: nobody is there to read the answer. */
export function senderGone(): RequestError {
  return new RequestError(
    400,
    "The sender closed the connection before all of its request had come: it gave up, or has ended.",
  );
}
