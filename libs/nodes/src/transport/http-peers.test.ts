import { Mailbox } from "@chimera/distributed";
import { decodePeerMessage, jsonBody, PATHS } from "@chimera/protocol";
import { silentLogs } from "@chimera/telemetry";
import { Hono } from "hono";
import { beforeEach, describe, expect, test } from "vitest";
import type { NodeApp } from "../http/node-app.ts";
import { inProcessClient } from "../testing/in-process-client.ts";
import { HttpPeers } from "./http-peers.ts";
import { MessageMemory } from "./message-memory.ts";

const message = { shape: [2, 1], data: Float32Array.of(1, 2) };
const refuse = (status: 413 | 500, text: string): NodeApp =>
  new Hono().all("*", (c) =>
    c.json({ message: text, details: { errorCode: status, errorMessage: "E" } }, status),
  );

let apps: Map<string, NodeApp>;
let mailbox: Mailbox;
let peers: HttpPeers;
let logs: ReturnType<typeof silentLogs>;
beforeEach(() => {
  apps = new Map();
  mailbox = new Mailbox();
  mailbox.open("run");
  logs = silentLogs();
  peers = new HttpPeers("worker1", { mailbox, memory: new MessageMemory() }, inProcessClient(apps), logs);
  peers.moveTo({ worker2: "http://worker2", worker3: "http://proxy/third" });
});

describe("a message over HTTP", () => {
  test("comes as it was sent, with its sender's name; the call is timed", async () => {
    const received: unknown[] = [];
    apps.set(
      "http://worker2",
      new Hono().post(PATHS.stage.message, async (c) => {
        const body = new Uint8Array(await c.req.arrayBuffer());
        received.push(decodePeerMessage({ contentType: c.req.header("content-type") ?? "", body }));
        return c.body(jsonBody({ message: "ok" }).body as string);
      }),
    );
    await peers.send("worker2", "run a", message);
    expect(received).toEqual([{ from: "worker1", tag: "run a", message }]);
    expect(logs.timeEntries).toMatchObject([
      { endpoint: PATHS.stage.message, method: "POST", status: 200, peer: "worker2" },
    ]);
  });

  test("reaches a worker behind a path of a proxy", async () => {
    const paths: string[] = [];
    apps.set(
      "http://proxy",
      new Hono().all("*", (c) => (paths.push(c.req.path), c.json({ message: "ok" }))),
    );
    await peers.send("worker3", "run a", message);
    expect(paths).toEqual(["/third/v1/chimera/stage/message"]);
  });

  test("that waits here is taken by sender and tag", async () => {
    mailbox.deliver("worker2", "run a", message);
    expect(await peers.receive("worker2", "run a")).toBe(message);
  });
});

describe("a message that does not arrive names sender, receiver and reason", () => {
  test.each<[string, () => void, string]>([
    [
      "nobody listens",
      () => undefined,
      "worker1 could not reach worker2: Nothing listens at http://worker2.",
    ],
    [
      "it is refused",
      () => apps.set("http://worker2", refuse(413, "Expected a body of at most 1 MB, got more.")),
      "worker1 could not send to worker2: Expected a body of at most 1 MB, got more.",
    ],
    [
      "the other has a fault",
      () => apps.set("http://worker2", refuse(500, "The disk is full.")),
      "worker1 could not send to worker2: The disk is full.",
    ],
    [
      "its place is not known",
      () => peers.moveTo({}),
      "worker1 could not send to worker2: There is no worker worker2.",
    ],
  ])("because %s", async (_, arrange, text) => {
    arrange();
    await expect(peers.send("worker2", "run a", message)).rejects.toThrow(text);
  });

  test("and what is awaited is refused when the run is abandoned", async () => {
    const taken = peers.receive("worker2", "run a");
    mailbox.abandon("worker2 failed: it is gone.");
    await expect(taken).rejects.toThrow("worker2 failed: it is gone.");
  });
});

test("a worker that moved is found at its new place from then on", async () => {
  const asked: string[] = [];
  for (const origin of ["http://worker2", "http://elsewhere"])
    apps.set(
      origin,
      new Hono().all("*", (c) => (asked.push(origin), c.json({ message: "ok" }))),
    );
  await peers.send("worker2", "run a", message);
  peers.moveTo({ worker2: "http://elsewhere" });
  await peers.send("worker2", "run b", message);
  expect(asked).toEqual(["http://worker2", "http://elsewhere"]);
});
