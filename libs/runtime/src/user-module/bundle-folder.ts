import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { LaunchError } from "../launch-error.ts";

const PREFIX = "bundle-";

/**
 * Makes `<project>/.chimera/bundle-<pid>/`, which is removed when this process exits. Folders of processes that were
 * killed before they could do so are removed first.
 */
export function makeBundleFolder(projectDir: string): string {
  const parent = join(projectDir, ".chimera");
  const folder = join(parent, `${PREFIX}${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new LaunchError(
      `The files in ${projectDir} are TypeScript and must be bundled into ${folder}, which cannot be made (${code}). ` +
        "Make the project's folder writable, or use Node.js 22.18 or newer with an installed chimera-distributed-ml.",
    );
  }
  for (const name of readdirSync(parent).filter(isLeftOver)) remove(join(parent, name));
  own.add(folder);
  return folder;
}

const own = new Set<string>();
process.on("exit", () => own.forEach(remove));

function isLeftOver(name: string): boolean {
  const pid = name.startsWith(PREFIX) ? Number(name.slice(PREFIX.length)) : NaN;
  return Number.isInteger(pid) && !isRunning(pid);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
