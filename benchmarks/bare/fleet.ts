import { fork, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { Pool } from "undici";
import { rawClient } from "./raw-http.ts";
import { workspaceRoot } from "../workspace-root.ts";

/** Where a bare worker listens: two servers with the same paths. */
export interface BareAddresses {
  hono: string;
  raw: string;
}

/** Sends JSON, answers what came back as JSON. */
type Post = <Answer>(path: string, body: string) => Promise<Answer>;

/** One bare worker: its process and connections to it. */
export interface BareWorker {
  pid: number;
  /** By undici's pool to hono. */
  post: Post;
  /** By `node:http` to `node:http`. */
  postRaw: Post;
}

export interface BareFleet {
  workers: BareWorker[];
  /** From the start of the first process until all listen. */
  secondsToListening: number;
  stop(): Promise<void>;
}

/** @param dataDirs folder of each worker's shard. */
export async function startBare(dataDirs: readonly string[]): Promise<BareFleet> {
  const startedAt = performance.now();
  const children = dataDirs.map((dir) => fork(join(workspaceRoot, "dist/bench-worker/main.js"), [dir]));
  const addresses = await Promise.all(children.map(addressesOf));
  const pools = addresses.map(({ hono }) => new Pool(hono, { connections: 1 }));
  const raw = addresses.map((address) => rawClient(address.raw));
  return {
    workers: pools.map((pool, k) => ({
      pid: children[k].pid!,
      post: (path, body) => post(pool, path, body),
      postRaw: raw[k].post,
    })),
    secondsToListening: (performance.now() - startedAt) / 1000,
    async stop() {
      await Promise.all(pools.map((pool) => pool.destroy()));
      for (const client of raw) client.close();
      await Promise.all(children.map(end));
    },
  };
}

function addressesOf(child: ChildProcess): Promise<BareAddresses> {
  return new Promise((resolve, reject) => {
    child.once("message", (addresses) => resolve(addresses as BareAddresses));
    child.once("exit", (code) => reject(new Error(`A bare worker ended with exit code ${code}.`)));
  });
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.disconnect();
  });
}

const headers = { "content-type": "application/json" };

async function post<Answer>(pool: Pool, path: string, body: string): Promise<Answer> {
  const response = await pool.request({ method: "POST", path, headers, body });
  return (await response.body.json()) as Answer;
}
