import { fork, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { Pool } from "undici";
import { workspaceRoot } from "../workspace-root.ts";

/** One bare worker: its process and undici's pool of connections to it. */
export interface BareWorker {
  pid: number;
  /** Sends JSON, answers what came back as JSON. */
  post<Answer>(path: string, body: string): Promise<Answer>;
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
  const pools = (await Promise.all(children.map(addressOf))).map((url) => new Pool(url, { connections: 1 }));
  return {
    workers: pools.map((pool, k) => ({
      pid: children[k].pid!,
      post: (path, body) => post(pool, path, body),
    })),
    secondsToListening: (performance.now() - startedAt) / 1000,
    async stop() {
      await Promise.all(pools.map((pool) => pool.destroy()));
      await Promise.all(children.map(end));
    },
  };
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once("message", (url) => resolve(String(url)));
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
