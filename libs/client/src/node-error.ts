import { messageOfErrorBody } from "@chimera/protocol";
import type { HttpResponse } from "./http-response.ts";

/** A node answered with an error: its own message, its status, and who it was. */
export class NodeError extends Error {
  override readonly name = "NodeError";
  readonly status: number;
  readonly url: string;
  constructor(status: number, message: string, url: string) {
    super(message);
    this.status = status;
    this.url = url;
  }
}

/**
 * Lets a 2xx answer through.
 *
 * @throws NodeError with the message inside the node's error body, of either form, for any other.
 */
export function expectSuccess(response: HttpResponse): HttpResponse {
  const { status, url } = response;
  if (status >= 200 && status < 300) return response;
  throw new NodeError(status, messageIn(response) ?? `${url} answered with status ${status}.`, url);
}

function messageIn(response: HttpResponse): string | null {
  try {
    return messageOfErrorBody(response.json());
  } catch {
    return null;
  }
}
