import { hashSeed } from "../random/hash-seed.ts";
import { createRandom } from "../random/random.ts";
import type { Matrix } from "../tensor/matrix.ts";
import { binMatrix } from "./binned-matrix.ts";
import { ClassObjective } from "./class-objective.ts";
import { rankMatrix, type CodedMatrix } from "./coded-matrix.ts";
import type { ClassCriterion } from "./criteria.ts";
import { FeatureDraw } from "./feature-draw.ts";
import type { FlatTree } from "./flat-tree.ts";
import { growTree } from "./growth.ts";
import { HistogramSearch } from "./histogram-search.ts";
import { limitsOf } from "./limits.ts";
import { countFeatures } from "./max-features.ts";
import { MeanObjective } from "./mean-objective.ts";
import type { Objective } from "./objective.ts";
import type { ThresholdParameters, TreeParameters } from "./parameters.ts";
import { RandomSearch } from "./random-search.ts";
import { RowWeights } from "./row-weights.ts";

/** The features of a fit, made ready once for all of its trees. */
export interface PreparedFeatures {
  readonly X: Matrix;
  /** null for trees of random thresholds, which need no codes. */
  readonly coded: CodedMatrix | null;
}

/** Makes the objective of one tree, from its weights. */
export type MakeObjective = (rowWeights: RowWeights, countsRows: boolean) => Objective;

/** @param seed of the sample that bins are found on. */
export function prepareFeatures(
  X: Matrix,
  { splitter, maxBins }: ThresholdParameters,
  seed: number,
): PreparedFeatures {
  if (splitter === "exact") return { X, coded: rankMatrix(X) };
  return { X, coded: binMatrix(X, maxBins, createRandom(hashSeed(seed, "bins"))) };
}

export function classObjective(
  codes: ArrayLike<number>,
  nClasses: number,
  criterion: ClassCriterion,
): MakeObjective {
  const y = Int32Array.from(codes);
  return (rowWeights, countsRows) => new ClassObjective(y, nClasses, criterion, rowWeights, countsRows);
}

export function meanObjective(targets: Float64Array): MakeObjective {
  return (rowWeights, countsRows) => new MeanObjective(targets, rowWeights, countsRows);
}

/**
 * Grows one tree. The parameters and data have been checked.
 *
 * @param weights of the rows; null: all 1.
 * @param seed of the features that nodes draw, and of random thresholds.
 */
export function learnTree(
  { X, coded }: PreparedFeatures,
  makeObjective: MakeObjective,
  weights: Float64Array | null,
  parameters: Omit<TreeParameters, "seed">,
  seed: number,
): FlatTree {
  const rowWeights = new RowWeights(X.nRows, weights);
  const limits = limitsOf(parameters, X.nRows, rowWeights.total);
  const objective = makeObjective(rowWeights, rowWeights.mustCountRows(limits.minSamplesLeaf));
  const random = createRandom(hashSeed(seed, "nodes"));
  const maxFeatures = countFeatures(parameters.maxFeatures, X.nColumns);
  // Small nodes have many equally good splits: in ascending order a tree of random thresholds would prefer the first columns.
  const orderOfAll = coded === null ? "random" : "ascending";
  const draw = new FeatureDraw(X.nColumns, maxFeatures, random, orderOfAll);
  const search =
    coded === null
      ? new RandomSearch(X, objective, draw, limits, random)
      : new HistogramSearch(coded, objective, draw, limits);
  return growTree(search, objective, limits);
}
