import { spawn, type ChildProcess } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { ChimeraClient } from "@chimera/client";
import { workspaceRoot } from "../workspace-root.ts";
import { childrenOf } from "./processes.ts";

/** A master as users run it, `node dist/master/main.js`, with its embedded workers, and a client of it. */
export interface OurProgram {
  client: ChimeraClient;
  /** From the start of the process until the master answers, which it does once all workers are healthy. */
  secondsToHealthy: number;
  /** Process ids of the workers. */
  workers(): number[];
  stop(): Promise<void>;
}

/** Between two questions whether the master is there yet: the resolution of `secondsToHealthy`. */
const POLL_MS = 5;

/** @throws Error with what the program printed, when it ends before it is healthy. */
export async function startOurs(projectDir: string, env: Record<string, string> = {}): Promise<OurProgram> {
  const port = await freePort();
  const startedAt = performance.now();
  const child = spawn(process.execPath, [join(workspaceRoot, "dist/master/main.js")], {
    env: { ...process.env, ...env, CHIMERA_PROJECT: projectDir, CHIMERA_MASTER_PORT: String(port) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const killWithUs = () => void child.kill("SIGKILL");
  process.once("exit", killWithUs);
  const ended = endOf(child);
  const client = new ChimeraClient(`http://127.0.0.1:${port}`);
  await Promise.race([untilHealthy(client), ended.then(failure)]);
  return {
    client,
    secondsToHealthy: (performance.now() - startedAt) / 1000,
    workers: () =>
      childrenOf(child.pid!)
        .filter(({ command }) => command.includes("chimera_workers"))
        .map(({ pid }) => pid),
    async stop() {
      await client.close();
      child.kill("SIGTERM");
      await ended;
      process.off("exit", killWithUs);
    },
  };
}

/** @returns what the process printed, when it has ended. */
function endOf(child: ChildProcess): Promise<string> {
  let printed = "";
  child.stdout!.on("data", (text) => (printed += text));
  child.stderr!.on("data", (text) => (printed += text));
  return new Promise((resolve) => child.once("close", () => resolve(printed)));
}

function failure(printed: string): never {
  throw new Error(`The master ended before it was healthy. It printed:\n${printed}`);
}

async function untilHealthy(client: ChimeraClient): Promise<void> {
  for (;;) {
    try {
      await client.health();
      return;
    } catch {
      await pause(POLL_MS);
    }
  }
}

/**
 * A port that nobody listens on, below those that systems hand out to who asks for any: a worker that starts before
 * the master must not be given it.
 */
async function freePort(): Promise<number> {
  for (let port = 20_000 + (process.pid % 10_000); ; port++) if (await isFree(port)) return port;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
