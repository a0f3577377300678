import { createRandom, hashSeed, kernels, matrix, type Matrix } from "@chimera/algorithms";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeData } from "../data/made-data.ts";
import type { LearnerData } from "./cases.ts";

/** Where both sides find the same numbers: raw little-endian float64, the rows of X and behind them y. */
export interface DataFile {
  path: string;
  nRows: number;
  nColumns: number;
}

export function writeDataFile(dir: string, data: LearnerData, seed = 0): DataFile {
  const { nRows, nColumns, task, isCounts = false } = data;
  const path = join(dir, `${nRows}x${nColumns}-${task}${isCounts ? "-counts" : ""}-${seed}.f64`);
  const { X, y } = makeData(nRows, nColumns, seed);
  const targets = task === "classifier" ? y : linearTargets(X);
  if (isCounts) X.data.forEach((x, at) => (X.data[at] = Math.max(0, Math.round(2 * x))));
  const bytes = Buffer.concat([Buffer.from(X.data.buffer), Buffer.from(targets.buffer)]);
  writeFileSync(path, bytes);
  return { path, nRows, nColumns };
}

export function readDataFile({ path, nRows, nColumns }: DataFile): { X: Matrix; y: Float64Array } {
  const bytes = readFileSync(path);
  const numbers = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  const nValues = nRows * nColumns;
  const X = matrix(nRows, nColumns, kernels().allocateFloat64(nValues));
  X.data.set(numbers.subarray(0, nValues));
  return { X, y: numbers.slice(nValues) };
}

/** A noisy linear rule, the same for all rows, so that a regressor has something to find. */
function linearTargets(X: Matrix): Float64Array {
  const random = createRandom(hashSeed(0, "linear targets"));
  const w = Float64Array.from({ length: X.nColumns }, () => random.normal());
  return new Float64Array(X.nRows).map((_, i) => {
    let sum = random.normal();
    for (let j = 0; j < w.length; j++) sum += w[j] * X.data[i * X.nColumns + j];
    return sum;
  });
}
