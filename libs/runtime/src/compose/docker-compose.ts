import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { LaunchError } from "../launch-error.ts";
import { DOCKER_MISSING, explainDocker } from "./explain-docker.ts";

/** A running `docker compose` command. */
export interface DockerCommand {
  /**
   * The lines it wrote to stdout.
   *
   * @throws LaunchError that says what Docker said and what to do
   */
  readonly done: Promise<string[]>;
  /** Ends the command early. */
  interrupt(): void;
}

/**
 * Runs `docker compose -f <file> …`. Only the command line is used, never the engine's own interface, so that contexts
 * and remote engines work as they do for the user.
 *
 * @param say takes its lines as they come, led by `docker |`; without it they are not shown
 */
export function dockerCompose(
  file: string,
  commandLine: string[],
  say: (line: string) => void = () => undefined,
): DockerCommand {
  const child = spawn("docker", ["compose", "--file", file, ...commandLine], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said: string[] = [];
  const results: string[] = [];
  const listen = (line: string) => {
    said.push(line);
    if (line !== "") say(`docker | ${line}`);
  };
  createInterface({ input: child.stdout }).on("line", (line) => {
    results.push(line);
    listen(line);
  });
  createInterface({ input: child.stderr }).on("line", listen);
  return {
    done: endOf(child, said).then(() => results),
    interrupt: () => void child.kill("SIGTERM"),
  };
}

function endOf(child: ChildProcess, said: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once("error", () => reject(new LaunchError(DOCKER_MISSING)));
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(new LaunchError(explainDocker(said.join("\n"))));
    });
  });
}
