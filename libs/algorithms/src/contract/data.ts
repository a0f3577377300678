import type { Estimator, Label } from "../estimator.ts";
import { createRandom } from "../random/random.ts";
import { matrix, type Matrix } from "../tensor/matrix.ts";

export interface ContractData {
  X: Matrix;
  /** Labels for a classifier, numbers for a regressor. */
  y: Label[];
}

/** Rows around K corners of a cube, features ≥ 0; class k is at corner k. A regressor's target is linear in them. */
export function madeRows(
  task: Estimator["task"],
  nRows: number,
  nClasses: number,
  label = asNumber,
): ContractData {
  const random = createRandom(11);
  const nFeatures = 4;
  const X = matrix(nRows, nFeatures);
  const y: Label[] = [];
  for (let i = 0; i < nRows; i++) {
    const k = i % nClasses;
    for (let j = 0; j < nFeatures; j++) {
      X.data[i * nFeatures + j] = 4 * ((k >> j) & 1) + random.next();
    }
    y.push(task === "classifier" ? label(k) : 1 + X.data[i * nFeatures] + 2 * X.data[i * nFeatures + 1]);
  }
  return { X, y };
}

function asNumber(k: number): Label {
  return k;
}
