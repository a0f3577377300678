import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { workspace } from "../../support/project.ts";

/** A copy of an example inside the clone, for a test that changes it or runs a master on the host in it. */
export interface CopiedExample {
  /** Path in the clone. */
  readonly project: string;
  /** Absolute. */
  readonly dir: string;
  /** Replaces text in one of its files. */
  edit(file: string, from: string, to: string): void;
  remove(): void;
}

export function copyExample(name: string): CopiedExample {
  mkdirSync(join(workspace, ".chimera"), { recursive: true });
  const dir = mkdtempSync(join(workspace, ".chimera", `${name}-`));
  const own = (path: string) => !/[/\\](?:\.chimera|chimera_logs|chimera_runs)$/u.test(path);
  const source = join(workspace, "examples", name);
  cpSync(source, dir, { recursive: true, filter: (path) => path === source || own(path) });
  return {
    project: join(".chimera", basename(dir)),
    dir,
    edit: (file, from, to) => {
      const text = readFileSync(join(dir, file), "utf8");
      if (!text.includes(from)) throw new Error(`There is no "${from}" in ${file} of examples/${name}.`);
      writeFileSync(join(dir, file), text.replace(from, to));
    },
    remove: () => rmSync(dir, { recursive: true }),
  };
}
