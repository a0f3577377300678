import { readdirSync, statSync, type Stats } from "node:fs";
import { join } from "node:path";
import type { Fault } from "./faults.ts";
import { hostNames } from "./fields.ts";

/** Names a user meets, in one place. */
const WORKERS_FOLDER = "chimera_workers";
const TRAIN_DATA_FOLDER = "chimera_train_data";
const SHARD_FILES = ["X_train.csv", "y_train.csv"];

export const workerFile = (projectDir: string, name: string) =>
  join(projectDir, WORKERS_FOLDER, `${name}.ts`);
export const dataDir = (projectDir: string, name: string) => join(projectDir, TRAIN_DATA_FOLDER, name);

/** Names of the workers in `chimera_workers/` (worker2 before worker10); none when there is no such folder. */
export function workersInFolder(projectDir: string): string[] {
  let files: string[];
  try {
    files = readdirSync(join(projectDir, WORKERS_FOLDER));
  } catch {
    return [];
  }
  return files
    .filter((file) => file.endsWith(".ts") && !/^[._]|\.(?:test|d)\.ts$/u.test(file))
    .map((file) => file.slice(0, -".ts".length))
    .sort(new Intl.Collator("en", { numeric: true }).compare);
}

/** Checks names that come from files like names that come from the variable. */
export function fileNamesFaults(names: readonly string[]): Fault[] {
  const parsed = hostNames.safeParse(JSON.stringify(names));
  return (parsed.error?.issues ?? []).map((issue) => ({
    variable: "CHIMERA_WORKERS_NODES_NAMES",
    got: `${WORKERS_FOLDER}/${names[Number(issue.path[0])]}.ts`,
    rule: `files named by valid, unique host names; but ${issue.message}`,
    cure: "Rename the file, begin its name with _ if it is no worker, or list the workers in the variable.",
  }));
}

/** What is missing on this machine of a worker that shall be started here: its file, its shard. */
export function workerFilesFaults(projectDir: string, name: string): Fault[] {
  const faults: Fault[] = [];
  const file = workerFile(projectDir, name);
  if (!isFile(file)) {
    faults.push(missing(file, name, "Write that file, or take the name out of the list."));
  }
  for (const csv of SHARD_FILES.map((csv) => join(dataDir(projectDir, name), csv))) {
    if (!isFile(csv))
      faults.push(
        missing(csv, name, "Put the worker's shard there, for example with the project's load-data.ts."),
      );
  }
  return faults;
}

function missing(path: string, name: string, cure: string): Fault {
  return {
    variable: "CHIMERA_WORKERS_NODES_NAMES",
    got: name,
    rule: `each worker has its file and its shard; but there is no file ${path}`,
    cure,
  };
}

const isFile = (path: string) => kindOf(path)?.isFile() ?? false;
export const isFolder = (path: string) => kindOf(path)?.isDirectory() ?? false;

/** What cannot be looked at counts as not there. */
function kindOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
