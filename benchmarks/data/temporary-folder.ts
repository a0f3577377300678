import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { workspaceRoot } from "../workspace-root.ts";

export interface TemporaryFolder {
  dir: string;
  /** Is done when this process exits, too. */
  remove(): void;
}

/** Makes a folder under `.chimera/`, which git ignores. */
export function makeTemporaryFolder(): TemporaryFolder {
  const parent = join(workspaceRoot, ".chimera");
  mkdirSync(parent, { recursive: true });
  const dir = mkdtempSync(join(parent, "bench-"));
  const remove = () => {
    process.off("exit", remove);
    rmSync(dir, { recursive: true, force: true });
  };
  process.once("exit", remove);
  return { dir, remove };
}
