import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface DockerOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs a `docker` command to its end.
 *
 * @returns what it wrote to stdout
 * @throws with both streams in the message when it fails
 */
export async function docker(commandLine: readonly string[], options: DockerOptions = {}): Promise<string> {
  const env = { ...process.env, ...options.env };
  try {
    const { stdout } = await run("docker", commandLine, { cwd: options.cwd, env, maxBuffer: 2 ** 26 });
    return stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`docker ${commandLine.join(" ")} failed:\n${stdout}\n${stderr}`, { cause: error });
  }
}
