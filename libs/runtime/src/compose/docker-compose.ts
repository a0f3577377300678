import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { LaunchError } from "../launch-error.ts";
import { DOCKER_MISSING, explainDocker } from "./explain-docker.ts";

/** A running `docker compose` command. */
export interface DockerCommand {
  /** @throws LaunchError that says what Docker said and what to do */
  readonly done: Promise<void>;
  /** Ends the command early. */
  interrupt(): void;
}

/**
 * Runs `docker compose -f <file> …` and shows its lines as they come, led by `docker |`. Only the command line is used,
 * never the engine's own interface, so that contexts and remote engines work as they do for the user.
 */
export function dockerCompose(
  file: string,
  commandLine: string[],
  say: (line: string) => void,
): DockerCommand {
  const child = spawn("docker", ["compose", "--file", file, ...commandLine], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      lines.push(line);
      say(`docker | ${line}`);
    });
  }
  return { done: doneOf(child, lines), interrupt: () => void child.kill("SIGTERM") };
}

function doneOf(child: ChildProcess, lines: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once("error", () => reject(new LaunchError(DOCKER_MISSING)));
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(new LaunchError(explainDocker(lines.join("\n"))));
    });
  });
}
