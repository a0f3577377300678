import type { Matrix, Task } from "@chimera/algorithms";
import { existsSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { DatasetError } from "./dataset-error.ts";
import { readFeatures, type FeatureOptions } from "./features.ts";
import { readSampleWeight } from "./sample-weight.ts";
import { readNumericTarget, readTarget } from "./target.ts";

/** Features and target of the same rows. */
export interface Dataset {
  /** Names of the features, trimmed and in lower case, unique. */
  columns: string[];
  /** n × d, n ≥ 1, finite (or NaN with `allowMissing`). */
  X: Matrix;
  /** Name of the target, trimmed and in lower case. */
  targetColumn: string;
  /** n finite numbers, or (classifier only) n class labels. */
  y: Float64Array | string[];
  /** n finite weights ≥ 0 of the rows, where the file for them exists. */
  sampleWeight?: Float64Array;
}

/** Names of the files of a data set. */
export interface DatasetFiles {
  X: string;
  y: string;
  /** A file that may be missing: then all rows weigh alike. */
  sampleWeight?: string;
}

/** A worker's shard. */
export const TRAIN_FILES: DatasetFiles = {
  X: "X_train.csv",
  y: "y_train.csv",
  sampleWeight: "sample_weight.csv",
};
const TEST_FILES: DatasetFiles = { X: "X_test.csv", y: "y_test.csv" };
export const TEST_DATA_FOLDER = "chimera_test_data";

/**
 * Reads and checks a data set; by default a worker's shard.
 *
 * @throws DatasetError with file, line and column.
 */
export function loadDataset(
  folder: string,
  task: Task,
  names: DatasetFiles = TRAIN_FILES,
  options: FeatureOptions = {},
): Dataset {
  const { columns, X } = readFeatures(join(folder, names.X), options);
  const yPath = join(folder, names.y);
  const { column: targetColumn, y } = task === "regressor" ? readNumericTarget(yPath) : readTarget(yPath);
  requireRows(yPath, y, X, names.X);
  const weightPath = join(folder, names.sampleWeight ?? "");
  if (names.sampleWeight === undefined || !existsSync(weightPath)) return { columns, X, targetColumn, y };
  const sampleWeight = readSampleWeight(weightPath);
  requireRows(weightPath, sampleWeight, X, names.X);
  return { columns, X, targetColumn, y, sampleWeight };
}

function requireRows(file: string, values: ArrayLike<unknown>, X: Matrix, nameOfX: string): void {
  if (values.length === X.nRows) return;
  throw new DatasetError({
    file,
    expected: `${X.nRows} row${X.nRows === 1 ? "" : "s"}, as many as ${nameOfX} has`,
    got: String(values.length),
    cure: `Write ${nameOfX} and ${basename(file)} from the same rows, in the same order.`,
  });
}

/**
 * The hold-out of a project, `chimera_test_data/X_test.csv` and `y_test.csv`; undefined when there is no such folder.
 *
 * @throws DatasetError with file, line and column.
 */
export function readHoldOut(
  projectDir: string,
  task: Task,
  options: FeatureOptions = {},
): Dataset | undefined {
  const folder = join(projectDir, TEST_DATA_FOLDER);
  if (!statSync(folder, { throwIfNoEntry: false })) return undefined;
  return loadDataset(folder, task, TEST_FILES, options);
}
