import { CallError, type HttpClient } from "@chimera/client";
import { wholeOf } from "@chimera/protocol";
import type { NodeApp } from "../http/node-app.ts";

/** Calls apps in this process as if they listened at these origins; an origin without an app refuses connections. */
export function inProcessClient(apps: Map<string, NodeApp>): HttpClient {
  return {
    async request({ origin, path, method, body, contentType, accept }) {
      const app = apps.get(origin);
      if (!app) {
        const facts = {
          origin,
          path,
          timeoutSeconds: 1,
          timeoutSetting: "CHIMERA_WORKERS_ENDPOINTS_TIMEOUT",
        };
        throw new CallError("refused", facts, `Nothing listens at ${origin}.`);
      }
      const sent = typeof body === "object" ? wholeOf(body) : body;
      const headers = { ...(contentType && { "content-type": contentType }), ...(accept && { accept }) };
      const response = await app.request(path, {
        method,
        headers,
        ...(sent !== undefined && { body: sent as string }),
      });
      const bytes = new Uint8Array(await response.arrayBuffer());
      return {
        url: origin + path,
        status: response.status,
        contentType: response.headers.get("content-type") ?? "",
        body: bytes,
        json: () => JSON.parse(new TextDecoder().decode(bytes)) as unknown,
        bytesSent: sent?.length ?? 0,
        bytesReceived: bytes.length,
      };
    },
    close: () => Promise.resolve(),
  };
}
