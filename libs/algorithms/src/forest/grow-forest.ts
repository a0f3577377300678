import { taskPool, type ParallelTask } from "../parallel/task-pool.ts";
import { hashSeed } from "../random/hash-seed.ts";
import { createRandom } from "../random/random.ts";
import { consecutive } from "../random/sampling.ts";
import type { Matrix } from "../tensor/matrix.ts";
import { learnTree, prepareFeatures, type FlatTree, type PreparedFeatures } from "../tree/index.ts";
import { drawCounts, sampleSize } from "./bootstrap.ts";
import type { OutOfBag } from "./out-of-bag.ts";
import type { ForestParameters } from "./parameters.ts";
import { objectiveOf, subsampleWeights, type ForestTargets } from "./targets.ts";

/** What a forest learns from: plain data, which any thread can be given. */
export interface ForestTask {
  readonly X: Matrix;
  /** n weights, or null where all are 1. */
  readonly weights: Float64Array | null;
  readonly targets: ForestTargets;
}

/** What all trees have in common. */
interface Shared extends ForestTask {
  readonly parameters: ForestParameters;
  readonly seed: number;
  readonly features: PreparedFeatures;
}

/** Tree number `part`. */
export const growTrees: ParallelTask<Shared, number, FlatTree> = {
  name: "growTrees",
  run(shared, t) {
    const { targets, features, parameters, seed } = shared;
    const weights = weightsOf(shared, countsOf(shared, t));
    return learnTree(features, objectiveOf(targets), weights, parameters, hashSeed(seed, t));
  },
};

/**
 * Grows the trees, each by whichever thread is free. The features are made ready once; a bootstrap sample is a weight for
 * each row, so that no row is copied. Tree t draws from streams of its own, seeded by hashSeed(seed, t).
 *
 * @param outOfBag receives the answers of every tree, one after another, to the rows that it did not draw.
 */
export function growForest(
  task: ForestTask,
  parameters: ForestParameters,
  seed: number,
  outOfBag: OutOfBag | null,
): FlatTree[] {
  const drawable = rowsThatWeigh(task);
  // Refused before anything is prepared.
  sampleSize(parameters.maxSamples, drawable.length);
  const shared = { ...task, parameters, seed, features: prepareFeatures(task.X, parameters, seed) };
  const trees = taskPool().map(growTrees, shared, Array.from(consecutive(parameters.nEstimators)));
  if (outOfBag === null) return trees;
  trees.forEach((tree, t) => {
    const counts = countsOf(shared, t);
    if (counts !== null) outOfBag.add(tree, rowsNotDrawn(drawable, counts));
  });
  return trees;
}

/** How often tree t's sample drew each row; null without a bootstrap. */
function countsOf(shared: Shared, t: number): Float64Array | null {
  const { parameters, seed, X } = shared;
  if (!parameters.bootstrap) return null;
  const drawable = rowsThatWeigh(shared);
  const random = createRandom(hashSeed(hashSeed(seed, t), "bootstrap"));
  return drawCounts(drawable, sampleSize(parameters.maxSamples, drawable.length), X.nRows, random);
}

/** Rows of weight 0 cannot be drawn: they are as if they were not there. */
function rowsThatWeigh({ X, weights }: ForestTask): Int32Array {
  const all = consecutive(X.nRows);
  return weights === null ? all : all.filter((i) => weights[i] > 0);
}

function rowsNotDrawn(drawable: Int32Array, counts: Float64Array): Int32Array {
  return drawable.filter((i) => counts[i] === 0);
}

function weightsOf({ X, weights, targets }: ForestTask, counts: Float64Array | null): Float64Array | null {
  const further = subsampleWeights(targets, counts ?? new Float64Array(X.nRows).fill(1));
  return product(product(counts, weights), further);
}

/** Element by element; null stands for ones. */
function product(a: Float64Array | null, b: Float64Array | null): Float64Array | null {
  if (a === null || b === null) return a ?? b;
  return a.map((value, i) => value * b[i]);
}
