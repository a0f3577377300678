import type { Matrix, Task } from "@chimera/algorithms";
import { statSync } from "node:fs";
import { join } from "node:path";
import { DatasetError } from "./dataset-error.ts";
import { readFeatures } from "./features.ts";
import { readNumericTarget, readTarget } from "./target.ts";

/** Features and target of the same rows. */
export interface Dataset {
  /** Names of the features, trimmed and in lower case, unique. */
  columns: string[];
  /** n × d, n ≥ 1, finite. */
  X: Matrix;
  /** Name of the target, trimmed and in lower case. */
  targetColumn: string;
  /** n finite numbers, or (classifier only) n class labels. */
  y: Float64Array | string[];
  /** n weights of the rows, where the folder has them. */
  sampleWeight?: Float64Array;
}

/** Names of the two files of a data set. */
export interface DatasetFiles {
  X: string;
  y: string;
}

const TRAIN_FILES: DatasetFiles = { X: "X_train.csv", y: "y_train.csv" };
const TEST_FILES: DatasetFiles = { X: "X_test.csv", y: "y_test.csv" };
export const TEST_DATA_FOLDER = "chimera_test_data";

/**
 * Reads and checks a data set; by default a worker's shard.
 *
 * @throws DatasetError with file, line and column.
 */
export function loadDataset(folder: string, task: Task, names: DatasetFiles = TRAIN_FILES): Dataset {
  const { columns, X } = readFeatures(join(folder, names.X));
  const yPath = join(folder, names.y);
  const { column: targetColumn, y } = task === "regressor" ? readNumericTarget(yPath) : readTarget(yPath);
  if (y.length !== X.nRows) {
    throw new DatasetError({
      file: yPath,
      expected: `${X.nRows} row${X.nRows === 1 ? "" : "s"}, as many as ${names.X} has`,
      got: String(y.length),
      cure: `Write ${names.X} and ${names.y} from the same rows, in the same order.`,
    });
  }
  return { columns, X, targetColumn, y };
}

/**
 * The hold-out of a project, `chimera_test_data/X_test.csv` and `y_test.csv`; undefined when there is no such folder.
 *
 * @throws DatasetError with file, line and column.
 */
export function readHoldOut(projectDir: string, task: Task): Dataset | undefined {
  const folder = join(projectDir, TEST_DATA_FOLDER);
  if (!statSync(folder, { throwIfNoEntry: false })) return undefined;
  return loadDataset(folder, task, TEST_FILES);
}
