import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { vi } from "vitest";
import { workspace } from "./project.ts";

/** A program under test. */
export interface Program {
  pid: number;
  /** Lines of stdout and stderr, in the order they came. */
  lines: string[];
  /** Waits for a line and returns its match. Fails when the program ends without it. */
  line(pattern: RegExp): Promise<RegExpExecArray>;
  /** Exit code, or the signal that ended it, after its last line. */
  ended: Promise<number | NodeJS.Signals>;
  kill(signal: NodeJS.Signals): void;
  /** SIGINT for its whole process group, as a terminal sends it. */
  ctrlC(): void;
}

/** Runs `node <script>` in the workspace, with nothing of this process's own `CHIMERA_*` variables. */
export function startProgram(commandLine: string[], env: Record<string, string>): Program {
  const child = spawn(process.execPath, commandLine, {
    cwd: workspace,
    env: { ...withoutChimera(process.env), ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true, // A process group of its own, for ctrlC.
  });
  const lines: string[] = [];
  let isEnded = false;
  const collect = (stream: Readable) =>
    createInterface({ input: stream }).on("line", (line) => lines.push(line));
  collect(child.stdout);
  collect(child.stderr);
  const ended = new Promise<number | NodeJS.Signals>((resolve) =>
    child.once("close", (code, signal) => {
      isEnded = true;
      resolve(signal ?? code ?? -1);
    }),
  );
  const find = (pattern: RegExp) => lines.map((line) => pattern.exec(line)).find((match) => match !== null);
  return {
    pid: child.pid!,
    lines,
    ended,
    kill: (signal) => void child.kill(signal),
    ctrlC: () => void process.kill(-child.pid!, "SIGINT"),
    line: (pattern) =>
      vi.waitUntil(
        () => {
          const match = find(pattern);
          if (!match && isEnded) throw new Error(`No line ${pattern} in:\n${lines.join("\n")}`);
          return match;
        },
        { timeout: 30_000, interval: 10 },
      ),
  };
}

function withoutChimera(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("CHIMERA_")));
}

/** Waits until a process is gone. */
export async function gone(pid: number): Promise<void> {
  await vi.waitUntil(() => !isAlive(pid), { timeout: 30_000, interval: 10 });
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
