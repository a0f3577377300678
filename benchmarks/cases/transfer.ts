import { createHttpClient } from "@chimera/client";
import { encodeTensorParts, TENSORS_TYPE } from "@chimera/protocol";
import { Pool } from "undici";
import { AnswerMemory } from "../../libs/nodes/src/transport/answer-memory.ts";
import { interleave, type Run } from "../measure/interleave.ts";
import { Report } from "../measure/report.ts";
import { startEcho } from "../transfer/echo-process.ts";
import { tcpReceiver, tcpSender } from "../transfer/raw-tcp.ts";
import { secondsOf } from "./side-by-side.ts";

const N_VALUES = 10_000_000;
const values = (): Float64Array => Float64Array.from({ length: N_VALUES }, (_, i) => i / 7);
const PAIRS = { pairs: 9, warmUp: 2 };

/** MB/s of both ways together. */
const speedOf =
  (work: () => Promise<unknown>): Run =>
  async () =>
    (2 * N_VALUES * 8) / 1e6 / (await secondsOf(work));

/** A body of tensors there and back, between two processes. */
export async function transfer(): Promise<void> {
  const x = values();
  const bytes = Buffer.from(x.buffer);
  const sender = await tcpSender();
  const echo = await startEcho({ port: sender.port, nBytes: bytes.length });
  const tcp = await overTcp(sender, echo.tcpPort!, bytes);
  const ours = overOurs(echo.ours, x);
  const bare = overBare(echo.bare, bytes);
  const report = new Report("transfer: 10,000,000 float64 (80 MB) to another process and back");
  const comparison = await interleave(speedOf(ours.echo), speedOf(tcp.echo), PAIRS);
  report.comparison(comparison, "MB/s", { ratio: { atLeast: 0.5, unit: "" } }, "", "raw TCP");
  const { ours: alone, ratio } = await interleave(speedOf(bare.echo), speedOf(tcp.echo), PAIRS);
  report.figure("undici → hono", alone, "MB/s");
  report.figure("its ratio", ratio, "");
  await Promise.all([ours.close(), bare.close(), tcp.close()]);
  echo.stop();
}

interface Echo {
  /** @throws Error when other values come back. */
  echo: () => Promise<void>;
  close: () => Promise<void> | void;
}

/** Our client, codec and node, with memory for answers that is used again, as masters have it. */
function overOurs(origin: string, x: Float64Array): Echo {
  const client = createHttpClient({ timeoutSeconds: 60, maxRetries: 0 });
  const memory = new AnswerMemory();
  const memoryFor = (nBytes: number) => memory.of("echo", nBytes);
  return {
    async echo() {
      const body = encodeTensorParts({ x: { shape: [x.length], data: x } });
      const contentType = TENSORS_TYPE;
      const sent = {
        method: "POST",
        origin,
        path: "/echo",
        body,
        contentType,
        memoryFor,
        retryable: false,
      } as const;
      const response = await client.request(sent);
      const { data } = response.arrived!.message().tensors.get("x")!;
      requireSame(data[N_VALUES - 1], x[N_VALUES - 1]);
    },
    close: () => client.close(),
  };
}

/** The same libraries with nothing of ours round them; each call allocates anew. */
function overBare(origin: string, bytes: Buffer): Echo {
  const pool = new Pool(origin, { connections: 1, headersTimeout: 0, bodyTimeout: 0 });
  return {
    async echo() {
      const { body } = await pool.request({ method: "POST", path: "/echo", body: bytes });
      requireSame((await body.arrayBuffer()).byteLength, bytes.length);
    },
    close: () => pool.destroy(),
  };
}

/** The limit: sockets of `node:net`, buffers that are used again, nothing to say where a message ends. */
async function overTcp(
  sender: Awaited<ReturnType<typeof tcpSender>>,
  port: number,
  bytes: Buffer,
): Promise<Echo> {
  const receiver = tcpReceiver(port, bytes.length);
  const there = await sender.connected;
  return {
    async echo() {
      const arrived = receiver.next();
      there.write(bytes);
      requireSame((await arrived).readDoubleLE(bytes.length - 8), bytes.readDoubleLE(bytes.length - 8));
    },
    close() {
      receiver.close();
      sender.close();
    },
  };
}

function requireSame(got: number, sent: number): void {
  if (got !== sent) throw new Error(`Sent ${sent}, got ${got} back.`);
}
