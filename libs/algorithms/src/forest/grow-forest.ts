import { hashSeed } from "../random/hash-seed.ts";
import { createRandom } from "../random/random.ts";
import { consecutive } from "../random/sampling.ts";
import type { Matrix } from "../tensor/matrix.ts";
import { learnTree, prepareFeatures, type FlatTree, type MakeObjective } from "../tree/index.ts";
import { drawCounts, sampleSize } from "./bootstrap.ts";
import type { OutOfBag } from "./out-of-bag.ts";
import type { ForestParameters } from "./parameters.ts";

/** What a forest learns from. */
export interface ForestTask {
  readonly X: Matrix;
  /** n weights, or null where all are 1. */
  readonly weights: Float64Array | null;
  readonly makeObjective: MakeObjective;
  /** Further weights of the rows, in a tree whose sample drew them so often. Default: none. */
  reweigh?(counts: Float64Array): Float64Array;
  /** Receives the answers of every tree to the rows that it did not draw. */
  readonly outOfBag: OutOfBag | null;
}

/**
 * Grows the trees one after the other. The features are made ready once; a bootstrap sample is a weight for each row, so that
 * no row is copied. Tree t draws from streams of its own, seeded by hashSeed(seed, t).
 */
export function growForest(task: ForestTask, parameters: ForestParameters, seed: number): FlatTree[] {
  const features = prepareFeatures(task.X, parameters, seed);
  const drawable = rowsThatWeigh(task);
  const size = sampleSize(parameters.maxSamples, drawable.length);
  return Array.from({ length: parameters.nEstimators }, (_, t) => {
    const treeSeed = hashSeed(seed, t);
    const random = createRandom(hashSeed(treeSeed, "bootstrap"));
    const counts = parameters.bootstrap ? drawCounts(drawable, size, task.X.nRows, random) : null;
    const tree = learnTree(features, task.makeObjective, weightsOf(task, counts), parameters, treeSeed);
    if (counts !== null) task.outOfBag?.add(tree, rowsNotDrawn(drawable, counts));
    return tree;
  });
}

/** Rows of weight 0 cannot be drawn: they are as if they were not there. */
function rowsThatWeigh({ X, weights }: ForestTask): Int32Array {
  const all = consecutive(X.nRows);
  return weights === null ? all : all.filter((i) => weights[i] > 0);
}

function rowsNotDrawn(drawable: Int32Array, counts: Float64Array): Int32Array {
  return drawable.filter((i) => counts[i] === 0);
}

function weightsOf(task: ForestTask, counts: Float64Array | null): Float64Array | null {
  const { X, weights } = task;
  const further = task.reweigh?.(counts ?? new Float64Array(X.nRows).fill(1));
  return product(product(counts, weights), further ?? null);
}

/** Element by element; null stands for ones. */
function product(a: Float64Array | null, b: Float64Array | null): Float64Array | null {
  if (a === null || b === null) return a ?? b;
  return a.map((value, i) => value * b[i]);
}
