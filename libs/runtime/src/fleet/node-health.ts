import { get as httpGet, type IncomingMessage } from "node:http";
import { get as httpsGet } from "node:https";

/** What a node tells of itself at `GET /healthz`. */
export interface NodeHealth {
  readonly status: number;
  /** Its name; `undefined` when it tells none, as the nodes of the Python system. */
  readonly node: string | undefined;
}

/** More than any node tells. */
const MOST_CHARACTERS = 10_000;

/**
 * A node's answer to `GET /healthz`. Not by `fetch`: it refuses a list of ports, and the first ones that workers'
 * containers are published at (101 to 104) are among them.
 *
 * @param url of the node, e.g. `http://127.0.0.1:101`
 * @throws when there is no answer, or the signal ends the waiting for it
 */
export function nodeHealth(url: string, signal: AbortSignal): Promise<NodeHealth> {
  const get = url.startsWith("https:") ? httpsGet : httpGet;
  return new Promise((resolve, reject) => {
    const request = get(`${url}/healthz`, { signal, agent: false }, (response) => {
      read(response).then(
        (text) => resolve({ status: response.statusCode ?? 0, node: nameIn(text) }),
        reject,
      );
    });
    request.on("error", reject);
  });
}

async function read(response: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of response.setEncoding("utf8")) if (text.length < MOST_CHARACTERS) text += chunk;
  return text;
}

/** What answers there may be any program. */
function nameIn(text: string): string | undefined {
  try {
    const { node } = JSON.parse(text) as { node?: unknown };
    return typeof node === "string" ? node : undefined;
  } catch {
    return undefined;
  }
}
