import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** The files of one worker with its shard, by path. */
export function workerFiles(name: string): Record<string, string> {
  return {
    [`chimera_workers/${name}.ts`]: "",
    [`chimera_train_data/${name}/X_train.csv`]: "a\n1\n",
    [`chimera_train_data/${name}/y_train.csv`]: "y\n1\n",
  };
}

/** A folder with the given files, removed after the test that asks for it. */
export function temporaryProject(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), "chimera-config-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** A project with these workers and, optionally, a `.env`. */
export function projectWith(names: readonly string[], envFile?: string): string {
  const files = Object.assign({}, ...names.map(workerFiles)) as Record<string, string>;
  return temporaryProject(envFile === undefined ? files : { ...files, ".env": envFile });
}
