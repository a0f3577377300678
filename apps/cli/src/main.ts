import { ChimeraClient } from "@chimera/client";
import manifest from "../package.json" with { type: "json" };
import { cli } from "./cli.ts";

/**
 * Runs one command line in this process; `chimera run` goes on serving after it.
 *
 * @param repositoryDir root of the clone, absolute
 */
export async function main(rawArgs: readonly string[], repositoryDir: string): Promise<void> {
  process.stdout.on("error", endWithReader);
  const exitCode = await cli(rawArgs, {
    repositoryDir,
    cwd: process.cwd(),
    env: process.env,
    version: manifest.version,
    print: (text) => void process.stdout.write(`${text}\n`),
    say: (text) => void process.stderr.write(`${text}\n`),
    // Loaded when it is asked for: it brings the nodes and the algorithms along.
    runProject: async (options) => (await import("@chimera/runtime")).runProject(options),
    runFile: async (file) => void (await (await import("@chimera/runtime")).loadUserModule(file)),
    connect: (url, options) => new ChimeraClient(url, options),
  });
  if (exitCode !== 0) process.exitCode = exitCode;
}

/** `chimera … | head` closes the pipe when it has seen enough. */
function endWithReader(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
}
