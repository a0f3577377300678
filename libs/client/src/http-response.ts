import { AnswerError, type WireBody } from "@chimera/protocol";

/** A body that came over the wire: bytes, in one piece. */
export interface ReceivedBody extends WireBody {
  body: Uint8Array;
}

/** A node's answer, whatever its status. It is a `WireBody`: the protocol's decoders read it as it is. */
export interface HttpResponse extends ReceivedBody {
  url: string;
  status: number;
  /** @throws AnswerError when the body is no JSON. */
  json(): unknown;
  /** Bytes of the request's body. */
  bytesSent: number;
  /** Bytes of the answer's body. */
  bytesReceived: number;
}

export function httpResponse(
  facts: ReceivedBody & Pick<HttpResponse, "url" | "status" | "bytesSent">,
): HttpResponse {
  return { ...facts, bytesReceived: facts.body.length, json: () => parseJson(facts.url, facts.body) };
}

const utf8 = new TextDecoder();

function parseJson(url: string, body: Uint8Array): unknown {
  const text = utf8.decode(body);
  try {
    return JSON.parse(text);
  } catch (cause) {
    const got = text === "" ? "nothing" : JSON.stringify(text.slice(0, 60));
    throw new AnswerError(`${url} should answer JSON, got ${got}: is it a node of Chimera?`, { cause });
  }
}
