import {
  BaseClassifier,
  classTargets,
  StateReader,
  votesOf,
  type LearntClassifier,
} from "../../base/index.ts";
import type { ClassifierFitOptions, Label, PlainData } from "../../estimator.ts";
import { columnMoments, mergeMoments, type Moments } from "../../preprocessing/moments.ts";
import { takeRows, type Matrix } from "../../tensor/matrix.ts";

interface Learnt extends LearntClassifier {
  readonly moments: readonly Moments[];
}

/**
 * A user's own classifier for the tests: the class whose mean is nearest, each column measured in the class's standard
 * deviations. It merges exactly, for it learns moments alone.
 */
export class NearestMean extends BaseClassifier<{ minDeviation: number }, Learnt> {
  readonly name = "NearestMean";

  constructor(parameters: { minDeviation?: number } = {}) {
    super({ minDeviation: 1e-6, ...parameters });
  }

  fit(X: Matrix, y: ArrayLike<Label>, options: ClassifierFitOptions = {}): this {
    const { classes, codes } = classTargets(X, y, options);
    const rowsOf = (k: number) => Array.from(codes.keys()).filter((i) => codes[i] === k);
    const moments = classes.map((_, k) => columnMoments(takeRows(X, rowsOf(k))));
    this.learnt = { nFeatures: X.nColumns, classes, moments };
    return this;
  }

  partialFit(X: Matrix, y: ArrayLike<Label>, options: ClassifierFitOptions = {}): this {
    const before = this.learnt;
    const more = new NearestMean(this.parameters).fit(X, y, {
      ...options,
      classes: before?.classes ?? options.classes,
    });
    return this.merge(before ? [this.toState(), more.toState()] : [more.toState()]);
  }

  /** The squared distance to the mean of class k, in deviations; the nearest class gets the vote. */
  distances(X: Matrix): Float64Array {
    const { moments } = this.modelFor(X);
    const distances = new Float64Array(X.nRows * moments.length);
    for (let i = 0; i < X.nRows; i++) {
      moments.forEach(({ n, mean, m2 }, k) => {
        for (let j = 0; j < X.nColumns; j++) {
          const deviation = Math.max(this.parameters.minDeviation, Math.sqrt(m2[j] / Math.max(1, n)));
          distances[i * moments.length + k] += ((X.data[i * X.nColumns + j] - mean[j]) / deviation) ** 2;
        }
      });
    }
    return distances;
  }

  predictProba(X: Matrix): Matrix {
    const K = this.classes.length;
    const distances = this.distances(X);
    const codes = Array.from({ length: X.nRows }, (_, i) => {
      const row = distances.subarray(i * K, (i + 1) * K);
      return row.indexOf(Math.min(...row));
    });
    return votesOf(codes, K);
  }

  merge(states: readonly PlainData[]): this {
    const parts = states.map((state) => NearestMean.fromState(state).model());
    const [{ nFeatures, classes }] = parts;
    const moments = classes.map((_, k) => mergeMoments(parts.map((part) => part.moments[k])));
    this.learnt = { nFeatures, classes, moments };
    return this;
  }

  toState(): PlainData {
    const { nFeatures, classes, moments } = this.model();
    const plain = moments.map(({ n, mean, m2 }) => ({ n, mean: Array.from(mean), m2: Array.from(m2) }));
    return { name: this.name, parameters: this.getParams(), nFeatures, classes, moments: plain };
  }

  static fromState(state: PlainData): NearestMean {
    const reader = new StateReader("NearestMean", state);
    const result = new NearestMean(reader.parameters());
    const nFeatures = reader.count("nFeatures");
    const moments = reader.objects("moments").map((part) => ({
      n: part.number("n"),
      mean: part.float64("mean", nFeatures),
      m2: part.float64("m2", nFeatures),
    }));
    result.learnt = { nFeatures, classes: reader.classes(), moments };
    return result;
  }
}
