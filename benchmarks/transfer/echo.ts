/**
 * A process that sends back what it gets: `node echo.js [<port of a TCP sender> <bytes of a message>]`, started with an
 * IPC channel, on which it tells where.
 */
import { encodeTensorParts, TENSORS_TYPE } from "@chimera/protocol";
import { silentLogs } from "@chimera/telemetry";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { listen } from "../../libs/nodes/src/http/listen.ts";
import { answerAt, createNodeApp } from "../../libs/nodes/src/http/node-app.ts";
import { tcpReceiver, tcpSender } from "./raw-tcp.ts";

/** Where a benchmark finds it. */
export interface EchoAddresses {
  /** A node as ours are: tensors are read and written. */
  ours: string;
  /** hono alone: bytes. */
  bare: string;
  /** Sends over TCP what came from the sender, if there is one. */
  tcpPort?: number;
}

const logs = { ...silentLogs(), time: () => {} };
const app = createNodeApp({
  node: "echo",
  kind: "sgd-worker",
  kernel: "none",
  logs,
  maxBodyMegabytes: Infinity,
});
answerAt(app, "POST", "/echo", ({ arrived }) => ({
  contentType: TENSORS_TYPE,
  body: encodeTensorParts(Object.fromEntries(arrived!.message().tensors)),
}));

const bareApp = new Hono();
bareApp.post("/echo", async (c) => c.body(await c.req.arrayBuffer()));

async function listenBare(): Promise<string> {
  const bound = await new Promise<number>((resolve) =>
    serve({ fetch: bareApp.fetch, hostname: "127.0.0.1", port: 0 }, (address) => resolve(address.port)),
  );
  return `http://127.0.0.1:${bound}`;
}

async function echoTcp(port: number, nBytes: number): Promise<number> {
  const sender = await tcpSender();
  const receiver = tcpReceiver(port, nBytes);
  void sender.connected.then(async (back) => {
    for (;;) back.write(await receiver.next());
  });
  return sender.port;
}

process.once("disconnect", () => process.exit());
const { url: ours } = await listen(app, "127.0.0.1", 0, "none");
const addresses: EchoAddresses = { ours, bare: await listenBare() };
const [port, nBytes] = process.argv.slice(2).map(Number);
if (port !== undefined) addresses.tcpPort = await echoTcp(port, nBytes);
process.send?.(addresses);
