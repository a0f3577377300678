import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { columnNames, rowsOf, type MadeData } from "./made-data.ts";
import { makeTemporaryFolder } from "./temporary-folder.ts";

/** A user's folder, made for one benchmark. */
export interface TemporaryProject {
  dir: string;
  /** `chimera_train_data/<name>` of each worker. */
  dataDirs: string[];
  remove(): void;
}

export interface ProjectFiles {
  /** Text of `master.ts`. */
  master: string;
  /** Text of every `chimera_workers/<name>.ts`. */
  worker: string;
  /** Text of a file that the others import as `./_own.ts`, from `chimera_workers/`. */
  own?: string;
  /** One for each worker; they are called worker1, worker2, … */
  shards: readonly MadeData[];
}

export function makeProject({ master, worker, own, shards }: ProjectFiles): TemporaryProject {
  const { dir, remove } = makeTemporaryFolder();
  mkdirSync(join(dir, "chimera_workers"));
  writeFileSync(join(dir, "master.ts"), master);
  if (own !== undefined) writeFileSync(join(dir, "chimera_workers", "_own.ts"), own);
  const names = shards.map((_, k) => `worker${k + 1}`);
  for (const name of names) writeFileSync(join(dir, "chimera_workers", `${name}.ts`), worker);
  const dataDirs = names.map((name) => join(dir, "chimera_train_data", name));
  writeShards(dataDirs, shards);
  return { dir, dataDirs, remove };
}

/** A shard that several workers have is turned into text once. */
function writeShards(dirs: readonly string[], shards: readonly MadeData[]): void {
  shards.forEach((shard, k) => {
    mkdirSync(dirs[k], { recursive: true });
    const first = dirs[shards.indexOf(shard)];
    if (first === dirs[k]) writeShard(first, shard);
    else
      for (const file of ["X_train.csv", "y_train.csv"]) copyFileSync(join(first, file), join(dirs[k], file));
  });
}

function writeShard(dir: string, { X, y }: MadeData): void {
  const lines = [columnNames(X.nColumns), ...rowsOf(X)].map((cells) => cells.join(","));
  writeFileSync(join(dir, "X_train.csv"), `${lines.join("\n")}\n`);
  writeFileSync(join(dir, "y_train.csv"), `label\n${y.join("\n")}\n`);
}
