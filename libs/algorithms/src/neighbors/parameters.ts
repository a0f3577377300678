import { ParameterError } from "../errors.ts";
import type { Matrix } from "../tensor/matrix.ts";
import { checkIntegerAtLeast, checkOptions, chooseByName } from "../validation/parameters.ts";
import { BruteForce } from "./brute-force.ts";
import { KDTree } from "./kd-tree.ts";
import { metricOf, METRICS, type Metric } from "./metrics.ts";
import type { NeighborSearch } from "./neighbors.ts";
import { WidestFirst } from "./widest-first.ts";

/** Parameters of nearest neighbours, in scikit-learn's names. */
export interface KNeighborsParameters {
  /** k ≥ 1, how many training rows are asked; all of them when there are fewer. Default: 5. */
  nNeighbors: number;
  /** The vote of a neighbour: 1, or the inverse of its distance. Default: "uniform". */
  weights: "uniform" | "distance";
  /** How neighbours are found; all find the same. Default: "auto", the k-d tree where it is worth while. */
  algorithm: keyof typeof ALGORITHMS;
  /** Rows in a leaf of the k-d tree, ≥ 1: a matter of speed alone. Default: 30. */
  leafSize: number;
  /** The power of the Minkowski distance, ≥ 1: 1 is "manhattan", 2 "euclidean". Default: 2. */
  p: number;
  /** Default: "minkowski". */
  metric: keyof typeof METRICS;
}

export const KNEIGHBORS_DEFAULTS: KNeighborsParameters = {
  nNeighbors: 5,
  weights: "uniform",
  algorithm: "auto",
  leafSize: 30,
  p: 2,
  metric: "minkowski",
};

const WEIGHTS = { uniform: null, distance: null };

const ALGORITHMS = {
  auto: (X: Matrix, metric: Metric, parameters: KNeighborsParameters) =>
    ALGORITHMS[isForTree(X, parameters) ? "kd_tree" : "brute"](X, metric, parameters),
  brute: (X: Matrix, metric: Metric): NeighborSearch => new BruteForce(X, metric),
  kd_tree: (X: Matrix, metric: Metric, { leafSize }: KNeighborsParameters): NeighborSearch =>
    new KDTree(X, metric, leafSize),
};

/** Beyond some 15 features a tree visits nearly all of its leaves; scikit-learn's rule. */
function isForTree(X: Matrix, { nNeighbors }: KNeighborsParameters): boolean {
  return X.nColumns <= 15 && nNeighbors < X.nRows / 2;
}

/** @throws ParameterError by name, rule and value. */
export function checkKNeighborsParameters(parameters: KNeighborsParameters): void {
  checkOptions(KNEIGHBORS_DEFAULTS, parameters);
  checkIntegerAtLeast(1, "nNeighbors", parameters.nNeighbors);
  chooseByName(WEIGHTS, "weights", parameters.weights);
  chooseByName(ALGORITHMS, "algorithm", parameters.algorithm);
  checkIntegerAtLeast(1, "leafSize", parameters.leafSize);
  chooseByName(METRICS, "metric", parameters.metric);
  const { p } = parameters;
  if (!Number.isFinite(p) || p < 1) throw new ParameterError("p", "be a finite number ≥ 1", p);
}

/** Prepares the search among the training rows X, n × d, by the algorithm and metric that the parameters choose. */
export function createSearch(X: Matrix, parameters: KNeighborsParameters): NeighborSearch {
  const metric = metricOf(parameters);
  return new WidestFirst(X, (sorted) => ALGORITHMS[parameters.algorithm](sorted, metric, parameters));
}
