import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { quoted, UsageError } from "./arguments/usage-error.ts";
import type { Services } from "./services.ts";

/** The option that every command on a project has. */
export const projectOption = {
  type: "string",
  valueHint: "DIR",
  description:
    "The project's folder. Default: CHIMERA_PROJECT, this folder if it has a master.ts, the quickstart",
} as const;

const DEFAULT_PROJECT = "examples/quickstart";

/**
 * The absolute path of the project that the user means: the option, else `CHIMERA_PROJECT`, else the current folder if
 * it is a project, else the quickstart.
 *
 * @throws UsageError when there is no such folder
 */
export function findProject(option: string | undefined, { cwd, env, repositoryDir }: Services): string {
  if (option !== undefined) return existingFolder("--project", option, resolve(cwd, option));
  const variable = env.CHIMERA_PROJECT;
  if (variable) return existingFolder("CHIMERA_PROJECT", variable, resolve(repositoryDir, variable));
  return existsSync(join(cwd, "master.ts")) ? cwd : join(repositoryDir, DEFAULT_PROJECT);
}

/** @throws UsageError */
export function existingFolder(what: string, given: string, path: string): string {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return path;
  throw new UsageError(
    what,
    "a folder",
    `${quoted(given)}, and there is none at ${path}`,
    "correct the path",
  );
}
