import { get as httpGet } from "node:http";
import { get as httpsGet } from "node:https";

/**
 * The status of a node's answer to `GET /healthz`. Not by `fetch`: it refuses a list of ports, and the first ones that
 * workers' containers are published at (101 to 104) are among them.
 *
 * @param url of the node, e.g. `http://127.0.0.1:101`
 * @throws when there is no answer, or the signal ends the waiting for it
 */
export function healthStatus(url: string, signal: AbortSignal): Promise<number> {
  const get = url.startsWith("https:") ? httpsGet : httpGet;
  return new Promise((resolve, reject) => {
    const request = get(`${url}/healthz`, { signal, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on("error", reject);
  });
}
