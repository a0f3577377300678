import { jsonBody } from "@chimera/protocol";
import { silentLogs } from "@chimera/telemetry";
import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { answerAt, createNodeApp, type Handler } from "./node-app.ts";

const logs = silentLogs();

function appThat(handler: Handler) {
  const app = createNodeApp({ node: "worker1", kind: "sgd-worker", kernel: "ts", logs, maxBodyMegabytes: 1 });
  answerAt(app, "POST", "/work", handler);
  return app;
}

describe("a compressed body", () => {
  const app = appThat(() => jsonBody("read"));

  test.each(["gzip", "br", "deflate, gzip"])("is refused before it is read: %s", async (encoding) => {
    const headers = { "content-encoding": encoding };
    const response = await app.request("/work", { method: "POST", body: "x", headers });
    expect(response.status).toBe(415);
    expect(((await response.json()) as { message: string }).message).toBe(
      `Expected a body that is not compressed, got the content-encoding "${encoding}": send it as it is, without that header.`,
    );
  });

  test.each(["identity", "Identity", ""])("is none: %j", async (encoding) => {
    const headers = { "content-encoding": encoding };
    expect((await app.request("/work", { method: "POST", body: "x", headers })).status).toBe(200);
  });
});

test("what is thrown that is no error is told all the same", async () => {
  const app = appThat(() => {
    throw "a text";
  });
  const response = await app.request("/work", { method: "POST", body: "x" });
  expect(response.status).toBe(500);
  expect(await response.json()).toMatchObject({ message: "a text" });
});

test("a sender that goes away is named as the reason, not what its leaving broke", async () => {
  const app = appThat(() => jsonBody("read"));
  const incoming = Object.assign(new Readable({ read: () => undefined }), { complete: false });
  const headers = { "content-length": "100000", "content-type": "text/csv" };
  const answered = app.request("/work", { method: "POST", body: "x", headers }, { incoming });
  incoming.push("half of it");
  incoming.destroy(new Error("aborted"));
  expect((await answered).status).toBe(400);
  const text = expect.stringMatching(/^The sender closed the connection before all of its request had come/);
  expect(logs.statusEntries.at(-1)).toMatchObject({ level: "warn", text });
});
