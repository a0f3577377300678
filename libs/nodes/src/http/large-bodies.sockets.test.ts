import { createHttpClient, type HttpClient } from "@chimera/client";
import {
  decodePeerMessage,
  encodeTensorParts,
  encodeTensors,
  jsonBody,
  TENSORS_TYPE,
  type Parts,
} from "@chimera/protocol";
import { silentLogs } from "@chimera/telemetry";
import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listen } from "./listen.ts";
import { answerAt, createNodeApp, type NodeApp } from "./node-app.ts";

/** What only real sockets show: bodies that are read while they arrive, and sent as fast as they are read. */

// Several parts, and no whole number of them.
const x = { shape: [700_001], data: Float64Array.from({ length: 700_001 }, (_, i) => i / 7) };
const PART = 65_536;
const N_PARTS = 1000;

let app: NodeApp;
let node: Awaited<ReturnType<typeof listen>>;
let client: HttpClient;
beforeEach(async () => {
  const logs = silentLogs();
  app = createNodeApp({ node: "n", kind: "sgd-worker", kernel: "none", logs, maxBodyMegabytes: 100 });
  client = createHttpClient({ timeoutSeconds: 60, maxRetries: 0 });
  answerAt(app, "POST", "/echo", ({ arrived }) => ({
    contentType: TENSORS_TYPE,
    body: encodeTensorParts(Object.fromEntries(arrived!.message().tensors)),
  }));
  answerAt(app, "POST", "/message", (received) => {
    decodePeerMessage(received);
    return jsonBody({ message: "ok" });
  });
  answerAt(app, "POST", "/damaged", () => ({ contentType: TENSORS_TYPE, body: damaged() }));
  answerAt(app, "POST", "/long", () => ({ contentType: TENSORS_TYPE, body: counted }));
  taken = 0;
  ended = undefined;
  node = await listen(app, "127.0.0.1", 0, "none");
});
afterEach(async () => {
  await client.close();
  await node.close();
});

/** One number is not what was sent. */
function damaged(): Uint8Array {
  const body = encodeTensors({ x });
  body[body.length - 1000] ^= 1;
  return body;
}

/** So many parts of it were asked for. */
let taken: number;
/** Whether the last of them was, when nobody asks for more. */
let ended: "whole" | "early" | undefined;
const counted: Parts = {
  byteLength: N_PARTS * PART,
  *[Symbol.iterator]() {
    try {
      for (; taken < N_PARTS; taken++) yield new Uint8Array(PART);
    } finally {
      ended = taken === N_PARTS ? "whole" : "early";
    }
  },
};

const call = (path: string, body: Uint8Array | Parts) =>
  ({ method: "POST", origin: node.url, path, body, contentType: TENSORS_TYPE, retryable: false }) as const;

describe("tensors of megabytes over HTTP", () => {
  it("come back as they were, in the memory that was given for them", async () => {
    const memory = new Uint8Array(8_000_000);
    for (let turn = 0; turn < 3; turn++) {
      memory.fill(0);
      const sent = encodeTensorParts({ x });
      const response = await client.request({ ...call("/echo", sent), memoryFor: () => memory });
      const { data } = response.arrived!.message().tensors.get("x")!;
      expect(data.buffer).toBe(memory.buffer);
      expect(bytesOf(data).equals(bytesOf(x.data))).toBe(true);
    }
  });

  it("that were damaged on their way are refused by a node, which answers on", async () => {
    const { status, body } = await client.request(call("/message", damaged()));
    expect(status).toBe(422);
    expect(new TextDecoder().decode(body)).toMatch(
      /The checksum of tensor x should be .*: they were damaged/,
    );
    expect((await client.request(call("/echo", encodeTensors({ x })))).status).toBe(200);
  });

  it("that were damaged on their way back are refused by whoever reads them", async () => {
    const memoryFor = (length: number) => new Uint8Array(length);
    const response = await client.request({ ...call("/damaged", encodeTensors({})), memoryFor });
    expect(() => response.arrived!.message()).toThrow(
      /The checksum of tensor x should be .*: they were damaged/,
    );
  });
});

describe("an answer of many parts", () => {
  /** A connection that has asked for it, and reads nothing. */
  async function askedFor() {
    const { hostname, port } = new URL(node.url);
    const socket = connect(Number(port), hostname);
    await once(socket, "connect");
    socket.pause();
    const head = `POST /long HTTP/1.1\r\nHost: x\r\nContent-Type: ${TENSORS_TYPE}\r\nContent-Length: 0\r\n\r\n`;
    socket.write(head);
    await whileOthersAreServed();
    return socket;
  }

  /** Each turn lets the node send what it can. */
  async function whileOthersAreServed(): Promise<void> {
    for (let turn = 0; turn < 100; turn++) await client.request({ ...call("/echo", SMALL) });
  }
  const SMALL = encodeTensors({ x: { shape: [1], data: Float64Array.of(1) } });

  it("is made only as fast as it is read", async () => {
    const socket = await askedFor();
    expect(taken).toBeGreaterThan(0);
    expect(taken).toBeLessThan(N_PARTS / 2);
    let length = 0;
    socket.on("data", (chunk: Uint8Array) => (length += chunk.length));
    socket.resume();
    while (length < N_PARTS * PART) await once(socket, "data");
    expect(ended).toBe("whole");
    socket.destroy();
  });

  it("is made no further when its reader goes away", async () => {
    const socket = await askedFor();
    socket.destroy();
    await whileOthersAreServed();
    expect(ended).toBe("early");
  });
});

function bytesOf({ buffer, byteOffset, byteLength }: NodeJS.TypedArray): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
