import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { createHttpClient, type HttpClient, type HttpClientParts } from "./http-client.ts";
import { ManualClock } from "./testing/manual-clock.ts";

/** What only real sockets show: which errors they give, and that connections are kept. */

const open: { server: Server; client: HttpClient }[] = [];

async function served(listener: RequestListener, parts: HttpClientParts = {}) {
  const server = createServer(listener);
  let connections = 0;
  server.on("connection", () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const client = createHttpClient({ timeoutSeconds: 60, maxRetries: 0, maxResponseBytes: 1000 }, parts);
  open.push({ server, client });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const call = { method: "POST", origin, path: "/work", body: "{}", retryable: true } as const;
  return { client, server, call, connections: () => connections };
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

afterEach(async () => {
  for (const { server, client } of open.splice(0)) {
    await client.close();
    await new Promise((resolve) => server.close(resolve));
  }
});

describe("over real sockets", () => {
  it("calls in later turns of the event loop share one connection", async () => {
    const { client, call, connections } = await served((_, response) => response.end("[1]"));
    for (let i = 0; i < 10; i++) {
      expect((await client.request(call)).json()).toEqual([1]);
      await nextTurn();
    }
    expect(connections()).toBe(1);
  });

  it("calls right after one another take turns on two: undici rests a connection for one turn", async () => {
    const { client, call, connections } = await served((_, response) => response.end("[1]"));
    for (let i = 0; i < 20; i++) await client.request(call);
    expect(connections()).toBeLessThanOrEqual(2);
  });

  it("a kept connection that breaks before the answer is replaced by a fresh one", async () => {
    let requests = 0;
    const { client, call, connections } = await served((request, response) => {
      requests += 1;
      if (requests === 2) request.socket.destroy();
      else response.end("{}");
    });
    await client.request(call);
    await nextTurn();
    expect((await client.request(call)).status).toBe(200);
    expect([requests, connections()]).toEqual([3, 2]);
  });

  it("a fresh connection that breaks is an error", async () => {
    const { client, call } = await served((request) => request.socket.destroy());
    await expect(client.request(call)).rejects.toMatchObject({ failure: "reset" });
  });

  it("a closed port is told as such", async () => {
    const { client, call, server } = await served((_, response) => response.end());
    await new Promise((resolve) => server.close(resolve));
    await expect(client.request(call)).rejects.toThrow(`Nothing listens at ${call.origin}`);
  });

  it("https of a node that speaks http is told as such", async () => {
    const { client, call } = await served((_, response) => response.end());
    const origin = call.origin.replace("http:", "https:");
    await expect(client.request({ ...call, origin })).rejects.toMatchObject({ failure: "no-tls" });
  });

  it("a time-out covers headers and body", async () => {
    for (const answers of [false, true]) {
      const clock = new ManualClock();
      const { client, call } = await served(
        (_, response) => {
          if (answers) response.write("half");
          clock.fire();
        },
        { clock },
      );
      await expect(client.request(call)).rejects.toMatchObject({ failure: "timeout" });
    }
  });

  it("an aborted signal ends the call with its reason", async () => {
    const controller = new AbortController();
    const { client, call } = await served(() => controller.abort(new Error("stopped")));
    await expect(client.request({ ...call, signal: controller.signal })).rejects.toThrow("stopped");
  });

  it("an answer beyond the limit is refused", async () => {
    const { client, call } = await served((_, response) => response.end("x".repeat(2000)));
    await expect(client.request(call)).rejects.toMatchObject({ failure: "too-large" });
  });

  it("a closed client ends its open calls", async () => {
    const { client, call } = await served(() => void client.close());
    await expect(client.request(call)).rejects.toMatchObject({ failure: "closed" });
  });
});
