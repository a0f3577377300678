import { loadConfig } from "@chimera/config";
import type { Master, RunningMaster } from "@chimera/nodes";
import { bringUp, checkMaster, defaultProject } from "./bring-up.ts";
import { createClosing } from "./closing.ts";
import { endOnInterrupt, exitCodeOf } from "./end-process.ts";
import type { RunOptions } from "./run.ts";

/**
 * `run` for a program of your own: starts the workers as `CHIMERA_RUNTIME` says, serves the master at a free port (or at
 * `CHIMERA_MASTER_PORT`) while `use` works with it, and closes both. It never fits by itself, and leaves the process running.
 *
 *     const { finalLoss } = await withMaster(master, (running) => running.fit(), { projectDir: "examples/pipeline-mlp" });
 *
 * @returns what `use` answers
 * @throws ConfigError, LaunchError, ListenError, ParameterError for what keeps the master from serving; what `use` throws
 */
export async function withMaster<Result>(
  master: Master,
  use: (running: RunningMaster) => Promise<Result>,
  { env = {}, projectDir = defaultProject(env) }: RunOptions = {},
): Promise<Result> {
  checkMaster(master, "withMaster(master, (running) => running.fit())");
  const config = loadConfig({ projectDir, overrides: env });
  config.warnings.forEach((line) => console.error(line));
  await master.ready();
  const closing = createClosing();
  endOnInterrupt(closing, exitCodeOf);
  try {
    return await use(await bringUp(master, 0, { config, env, closing }));
  } finally {
    await closing.close();
  }
}
