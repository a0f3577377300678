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
  return entriesOf(join(projectDir, WORKERS_FOLDER))
    .filter((file) => file.endsWith(".ts") && !/^[._]|\.(?:test|d)\.ts$/u.test(file))
    .map((file) => file.slice(0, -".ts".length))
    .sort(byNumber);
}

const byNumber = new Intl.Collator("en", { numeric: true }).compare;

/** Names of what a folder holds; none when it is not there or cannot be read. */
function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
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
    faults.push(missing(`no file ${file}`, name, "Write that file, or take the name out of the list."));
  }
  return [...faults, ...shardFaults(dataDir(projectDir, name), name)];
}

/** One fault for a shard that is not there at all, or for the file that is missing beside the other. */
function shardFaults(folder: string, name: string): Fault[] {
  const absent = SHARD_FILES.filter((csv) => !isFile(join(folder, csv)));
  if (absent.length === SHARD_FILES.length) {
    const cure = `Put ${SHARD_FILES.join(" and ")} there, for example with npx chimera split.`;
    return [missing(`no shard in ${folder}`, name, cure)];
  }
  const cure = "Write both files of the shard from the same rows, for example with npx chimera split.";
  return absent.map((csv) => missing(`no file ${join(folder, csv)}`, name, cure));
}

/** Shards that no worker reads, for neither is a worker of that name listed nor its file there; paths in the project. */
export function unusedShards(
  projectDir: string,
  names: readonly string[],
): { shard: string; worker: string }[] {
  return entriesOf(join(projectDir, TRAIN_DATA_FOLDER))
    .sort(byNumber)
    .filter((name) => isFile(join(dataDir(projectDir, name), SHARD_FILES[0])))
    .filter((name) => !names.includes(name) && !isFile(workerFile(projectDir, name)))
    .map((name) => ({
      shard: `${TRAIN_DATA_FOLDER}/${name}`,
      worker: `${WORKERS_FOLDER}/${name}.ts`,
    }));
}

function missing(what: string, name: string, cure: string): Fault {
  return {
    variable: "CHIMERA_WORKERS_NODES_NAMES",
    got: name,
    rule: `each worker has its file and its shard; but there is ${what}`,
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
