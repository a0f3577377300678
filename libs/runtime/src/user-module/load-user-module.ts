import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { LaunchError } from "../launch-error.ts";
import { makeRunnable } from "./make-runnable.ts";
import { describeUserFault } from "./user-fault.ts";

/**
 * Runs a user's TypeScript file in this process, bundled first where Node.js cannot run it as it is.
 *
 * @param file absolute path
 * @param projectDir the user's folder; default: the file's own
 * @returns the module's exports
 * @throws LaunchError when the file is missing, cannot be bundled, or throws while it runs
 */
export async function loadUserModule(file: string, projectDir = dirname(file)): Promise<unknown> {
  if (!existsSync(file)) {
    throw new LaunchError(
      `There is no file ${file}. Write it, or say with CHIMERA_PROJECT which folder holds your project.`,
    );
  }
  const [runnable] = await makeRunnable(projectDir, [file]);
  // `--enable-source-maps` from within: the program may have been started without it.
  process.setSourceMapsEnabled(true);
  try {
    return await import(pathToFileURL(runnable).href);
  } catch (error) {
    throw new LaunchError(describeUserFault(asError(error), file, projectDir), { cause: error });
  }
}

/** JavaScript can throw anything. */
function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
