import {
  BaseClassifier,
  classTargets,
  type ClassTargets,
  partsOf,
  requireSameShape,
  StateReader,
  votesOf,
  writeLabelsOfLargest,
} from "../base/index.ts";
import { ParameterError } from "../errors.ts";
import type { ClassifierFitOptions, Label, PlainData } from "../estimator.ts";
import {
  classMoments,
  mergeClassMoments,
  momentsFromState,
  momentsToState,
} from "../preprocessing/class-moments.ts";
import type { Moments } from "../preprocessing/moments.ts";
import { matrix, rowBlocks, type Matrix } from "../tensor/matrix.ts";
import { areFinite, checkFiniteBlock, checkWidth } from "../validation/data.ts";
import { checkOptions, chooseByName } from "../validation/parameters.ts";
import {
  meanCentroids,
  medianCentroids,
  shrinkCentroids,
  squaresAround,
  type Centroids,
} from "./centroids.ts";
import { nearness, DISTANCES } from "./nearness.ts";

export interface NearestCentroidParameters {
  /** "euclidean": centroids are means; "manhattan": medians. Default: "euclidean". */
  metric: "euclidean" | "manhattan";
  /** By how many standard deviations centroids move towards the mean of all rows, > 0. Default: null, not at all. */
  shrinkThreshold: number | null;
}

const MEDIAN_OBSTACLE =
  "Manhattan centroids are medians, and those of all rows do not follow from those of the parts.";

const DEFAULTS: NearestCentroidParameters = { metric: "euclidean", shrinkThreshold: null };

interface Learnt {
  readonly nFeatures: number;
  readonly classes: readonly Label[];
  readonly moments: readonly Moments[];
  readonly centroids: Centroids;
}

/**
 * Predicts the class whose centroid is nearest (Rocchio classification: Manning, Raghavan & Schütze, Introduction to
 * Information Retrieval, 2008, chapter 14), of equally near ones the first:
 *
 *     ŷ = argminₖ D(x, cₖ)        cₖ the mean (Euclidean) or the median (Manhattan) of the rows of class k
 *
 * With `shrinkThreshold`, see `shrinkCentroids`. It has no probabilities: `predictProba` answers votes.
 *
 * Departures from scikit-learn: one class is enough; sample weights count as repeated rows (there: none); a shrunken model of
 * rows that do not differ within their classes keeps its centroids (there: refused, or NaN). A class without rows is never
 * predicted.
 */
export class NearestCentroid extends BaseClassifier<NearestCentroidParameters, Learnt> {
  readonly name = "NearestCentroid";

  /** Stores the parameters; `fit` checks them. */
  constructor(parameters: Partial<NearestCentroidParameters> = {}) {
    super({ ...DEFAULTS, ...parameters });
  }

  /** Learns from X (n × d, finite numbers) and n labels. @throws ParameterError, DataError. */
  fit(X: Matrix, y: ArrayLike<Label>, options: ClassifierFitOptions = {}): this {
    this.checkParameters();
    const targets = classTargets(X, y, options);
    const { classes, codes, weights } = targets;
    const moments = classMoments(X, codes, classes.length, weights);
    const centroids =
      this.parameters.metric === "manhattan"
        ? this.shrunkMedians(X, targets, moments)
        : this.shrunkMeans(moments, X.nColumns);
    this.learnt = { nFeatures: X.nColumns, classes, moments, centroids };
    return this;
  }

  /** Means merge; medians do not follow from those of the parts. */
  get mergeObstacle(): string | null {
    return this.parameters.metric === "euclidean" ? null : MEDIAN_OBSTACLE;
  }

  /**
   * Becomes the model of all rows, from what `toState` of its parts returned. Exact, shrunken or not: means and squared
   * deviations of the whole follow from those of the parts.
   *
   * @throws ParameterError for the metric "manhattan": medians do not; DataError
   */
  merge(states: readonly PlainData[]): this {
    this.checkParameters();
    if (this.mergeObstacle !== null) {
      throw new ParameterError("metric", "be euclidean to merge models", this.parameters.metric);
    }
    const parts = partsOf(this, states, NearestCentroid.fromState).map((part) => part.model());
    const [{ nFeatures, classes }] = parts;
    requireSameShape(parts);
    const moments = mergeClassMoments(parts.map((part) => part.moments));
    this.learnt = { nFeatures, classes, moments, centroids: this.shrunkMeans(moments, nFeatures) };
    return this;
  }

  /** K × d; 0 for a class without rows. */
  get centroids(): Matrix {
    const { classes, nFeatures, centroids } = this.model();
    return matrix(classes.length, nFeatures, centroids.slice());
  }

  override predict(X: Matrix): Label[] {
    return this.nearestOf(X, this.classes);
  }

  predictProba(X: Matrix): Matrix {
    const { classes } = this.model();
    return votesOf(this.nearestOf(X, [...classes.keys()]), classes.length);
  }

  toState(): PlainData {
    const { nFeatures, classes, moments, centroids } = this.model();
    return {
      name: this.name,
      parameters: this.getParams(),
      nFeatures,
      classes: [...classes],
      moments: momentsToState(moments),
      centroids: Array.from(centroids),
    };
  }

  /** Brings back a fitted model from what `toState` returned. @throws DataError when the state is not of that form. */
  static fromState(state: PlainData): NearestCentroid {
    const reader = new StateReader("NearestCentroid", state);
    const result = new NearestCentroid(reader.parameters());
    result.checkParameters();
    const [nFeatures, classes] = [reader.count("nFeatures"), reader.classes()];
    const moments = momentsFromState(reader, "moments", classes.length, nFeatures);
    const centroids = reader.float64("centroids", classes.length * nFeatures);
    result.learnt = { nFeatures, classes, moments, centroids };
    return result;
  }

  private checkParameters(): void {
    checkOptions(DEFAULTS, this.parameters);
    chooseByName(DISTANCES, "metric", this.parameters.metric);
    const { shrinkThreshold } = this.parameters;
    const isPositive =
      typeof shrinkThreshold === "number" && shrinkThreshold > 0 && shrinkThreshold < Infinity;
    if (shrinkThreshold !== null && !isPositive) {
      throw new ParameterError(
        "shrinkThreshold",
        "be null (no shrinking) or a finite number > 0",
        shrinkThreshold,
      );
    }
  }

  private shrunkMeans(moments: readonly Moments[], d: number): Centroids {
    const centroids = meanCentroids(moments, d);
    const squares = Float64Array.from({ length: d }, (_, j) =>
      moments.reduce((sum, { m2 }) => sum + m2[j], 0),
    );
    return this.shrunk(centroids, moments, squares);
  }

  private shrunkMedians(X: Matrix, { codes, classes, weights }: ClassTargets, moments: Moments[]): Centroids {
    const centroids = medianCentroids(X, codes, classes.length, weights);
    return this.shrunk(centroids, moments, squaresAround(centroids, X, codes, weights));
  }

  private shrunk(centroids: Centroids, moments: readonly Moments[], squares: Float64Array): Centroids {
    const { shrinkThreshold } = this.parameters;
    return shrinkThreshold === null
      ? centroids
      : shrinkCentroids(centroids, moments, squares, shrinkThreshold);
  }

  /** @param names of the K classes. @returns for every row the name of the class whose centroid is nearest. */
  private nearestOf<Name extends Label>(X: Matrix, names: readonly Name[]): Name[] {
    const { nFeatures, moments, centroids } = this.model();
    checkWidth(X, nFeatures);
    const possible = Int32Array.from(moments.keys()).filter((k) => moments[k].n > 0);
    const nearest = new Array<Name>(X.nRows);
    for (const { rows, first } of rowBlocks(X)) {
      const scores = nearness(rows, centroids, names.length, possible, DISTANCES[this.parameters.metric]);
      // A row that is not finite shows in its distances: X itself, many times their size, need not be read once more.
      if (!areFinite(scores.data)) checkFiniteBlock(rows, X);
      writeLabelsOfLargest(scores, names, nearest, first);
    }
    return nearest;
  }
}
