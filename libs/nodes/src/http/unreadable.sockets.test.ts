import { connect } from "node:net";
import { afterEach, expect, test } from "vitest";
import { silentLogs } from "@chimera/telemetry";
import { listen, type RunningNode } from "./listen.ts";
import { createNodeApp } from "./node-app.ts";
import { answerToUnreadable } from "./unreadable.ts";

const open: RunningNode[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((node) => node.close()));
});

/** What a node answers to these bytes, until it closes the connection. */
async function answerTo(text: string): Promise<string> {
  const options = { node: "worker1", kind: "sgd-worker", kernel: "ts", logs: silentLogs() } as const;
  const app = createNodeApp({ ...options, maxBodyMegabytes: 1 });
  const node = await listen(app, "127.0.0.1", 0, "CHIMERA_WORKERS_PORT");
  open.push(node);
  return new Promise((resolve, reject) => {
    const socket = connect(node.port, "127.0.0.1", () => socket.write(text));
    let answer = "";
    socket.on("data", (chunk: Buffer) => (answer += chunk.toString()));
    socket.on("end", () => resolve(answer)).on("error", reject);
  });
}

test.each([
  ["no HTTP at all", "\u0016\u0003\u0001 hello", 400],
  ["chunks without a size", "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400],
  ["a length that is no number", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400],
  ["headers without end", `GET / HTTP/1.1\r\nX: ${"a".repeat(70_000)}`, 431],
])("%s is refused in a sentence", async (_, bytes, status) => {
  const answer = await answerTo(bytes);
  expect(answer.startsWith(`HTTP/1.1 ${status} `)).toBe(true);
  const [head, body] = answer.split("\r\n\r\n");
  expect(head).toContain(`Content-Length: ${body.length}`);
  expect(JSON.parse(body)).toMatchObject({
    message: expect.stringMatching(
      /^Expected a request of HTTP\/1\.1, got one that cannot be read \(.+\): .+\.$/,
    ),
    details: { errorCode: status },
  });
});

test("a request that comes too slowly is told so", () => {
  const error = Object.assign(new Error("Request timeout"), { code: "ERR_HTTP_REQUEST_TIMEOUT" });
  expect(answerToUnreadable(error)).toMatch(/^HTTP\/1\.1 408 .*faster/s);
});
