import { join, resolve } from "node:path";
import { describeFault } from "../run/describe-fault.ts";
import { loadUserModule } from "../user-module/load-user-module.ts";

export interface RunProjectOptions {
  /** The user's folder, with its `master.ts`. */
  projectDir: string;
  /** Fit, score, and end the process. Default: what `CHIMERA_ONCE` says. */
  once?: boolean;
  /** Port of the master. Default: `CHIMERA_MASTER_PORT`, else what `master.ts` says. */
  port?: number;
}

/**
 * Runs the `master.ts` of a project in this process, as `npm start` does; the rest is up to its call of `run`.
 * A file that is missing or wrong is told on stderr, and the process ends with exit code 1.
 */
export async function runProject({ projectDir, once, port }: RunProjectOptions): Promise<void> {
  const folder = resolve(projectDir);
  // The user's program has its own copy of the framework: the environment is what both see.
  process.env.CHIMERA_PROJECT = folder;
  if (once) process.env.CHIMERA_ONCE = "1";
  if (port !== undefined) process.env.CHIMERA_MASTER_PORT = String(port);
  await runUserFile(join(folder, "master.ts"), folder);
}

/**
 * Runs `chimera_workers/<name>.ts` of a project in this process; the file's `.serve()` does the rest.
 * A file that is missing or wrong is told on stderr, and the process ends with exit code 1.
 */
export async function runWorker(projectDir: string, name: string): Promise<void> {
  const folder = resolve(projectDir);
  process.env.CHIMERA_PROJECT = folder;
  process.env.CHIMERA_WORKERS_NODE_NAME = name;
  await runUserFile(join(folder, "chimera_workers", `${name}.ts`), folder);
}

async function runUserFile(file: string, projectDir: string): Promise<void> {
  try {
    await loadUserModule(file, projectDir);
  } catch (error) {
    console.error(describeFault(error));
    process.exit(1);
  }
}
