import { vi } from "vitest";
import { startProgram } from "../../support/program.ts";
import type { Program } from "../../support/program.ts";
import { copyExample } from "./copied-example.ts";
import type { CopiedExample } from "./copied-example.ts";
import { ownSurroundings } from "./surroundings.ts";
import type { Surroundings } from "./surroundings.ts";

/** An example whose master runs on the host, with its workers in containers (`CHIMERA_RUNTIME=compose`). */
export interface HostRun extends CopiedExample, Surroundings {
  /** Compose's name of the workers' project. */
  readonly name: string;
  /** `npm start [-- …]` of it. */
  start(commandLine?: readonly string[], env?: Record<string, string>): Program;
}

export async function hostRun(exampleName: string): Promise<HostRun> {
  const example = copyExample(exampleName);
  const surroundings = await ownSurroundings(example.dir);
  const name = `chimera-e2e-${process.pid}-host`;
  const ownEnv = {
    ...surroundings.env,
    CHIMERA_RUNTIME: "compose",
    CHIMERA_PROJECT: example.dir,
    CHIMERA_MASTER_PORT: new URL(surroundings.masterUrl).port,
    COMPOSE_PROJECT_NAME: name,
  };
  return {
    ...example,
    ...surroundings,
    name,
    start: (commandLine = [], env = {}) =>
      startProgram(["scripts/start.mjs", ...commandLine], { ...ownEnv, ...env }),
  };
}

/** Waits for a line, with time for a build; fails at once when the program ends without it. */
export async function lineOf(program: Program, pattern: RegExp): Promise<void> {
  let isOver = false;
  void program.ended.then(() => (isOver = true));
  await vi.waitUntil(
    () => {
      const found = program.lines.some((line) => pattern.test(line));
      if (!found && isOver) throw new Error(`No line ${pattern} in:\n${program.lines.join("\n")}`);
      return found;
    },
    { timeout: 200_000, interval: 50 },
  );
}

/** What a program printed besides Docker's own lines and those of its build. */
export const ownLines = (program: Program) =>
  program.lines.filter((line) => !/^(?:docker \||built )/u.test(line));
