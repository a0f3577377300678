import { hashSeed } from "../random/hash-seed.ts";
import { createRandom } from "../random/random.ts";
import type { Matrix } from "../tensor/matrix.ts";
import { checkFinite, checkNotEmpty, checkSameLength } from "../validation/data.ts";
import { binMatrix } from "./binned-matrix.ts";
import type { FlatTree } from "./flat-tree.ts";
import { growTree } from "./growth.ts";
import type { Objective } from "./objective.ts";
import type { TreeParameters } from "./parameters.ts";

/** @throws DataError unless a tree can learn from these rows. */
export function checkTrainingData(X: Matrix, y: ArrayLike<unknown>): void {
  checkNotEmpty(X);
  checkSameLength(X, y);
  checkFinite(X);
}

/** Bins `X` and grows a tree on it. `X`, `parameters` and the objective's targets have been checked. */
export function learnTree(
  X: Matrix,
  objective: Objective,
  parameters: TreeParameters,
  seed: number,
): FlatTree {
  const random = createRandom(hashSeed(seed, "bins"));
  return growTree(binMatrix(X, parameters.maxBins, random), objective, parameters);
}
