import {
  BaseClassifier,
  BaseRegressor,
  classTargets,
  columnMoments,
  matrix,
  mergeMoments,
  numberTargets,
  StateReader,
  votesOf,
  type ClassifierFitOptions,
  type FitOptions,
  type Label,
  type Matrix,
  type Moments,
  type PlainData,
} from "@chimera/algorithms";
import type { MergeRounds } from "./rounds.ts";

/** Predicts the weighted mean of its targets: Σ w y / Σ w, from Σ w and the mean. */
export class MeanOfTargets extends BaseRegressor<
  object,
  { nFeatures: number; weight: number; mean: number }
> {
  readonly name = "MeanOfTargets";

  constructor(parameters: object = {}) {
    super(parameters);
  }

  fit(X: Matrix, y: ArrayLike<number>, options: FitOptions = {}): this {
    const { targets, weights } = numberTargets(X, y, options);
    let [weight, mean] = [0, 0];
    targets.forEach((target, i) => {
      const w = weights?.[i] ?? 1;
      weight += w;
      mean += (w / weight) * (target - mean);
    });
    this.learnt = { nFeatures: X.nColumns, weight, mean };
    return this;
  }

  predict(X: Matrix): Float64Array {
    return new Float64Array(X.nRows).fill(this.modelFor(X).mean);
  }

  merge(states: readonly PlainData[]): this {
    const parts = states.map((state) => new StateReader(this.name, state));
    const moments = mergeMoments(
      parts.map((part) => ({
        n: part.number("weight"),
        mean: Float64Array.of(part.number("mean")),
        m2: Float64Array.of(0),
      })),
    );
    this.learnt = { nFeatures: parts[0].count("nFeatures"), weight: moments.n, mean: moments.mean[0] };
    return this;
  }

  toState(): PlainData {
    return { name: this.name, parameters: this.getParams(), ...this.model() };
  }
}

interface LearntMeans {
  nFeatures: number;
  classes: readonly Label[];
  /** Of each class. */
  moments: Moments[];
}

/** Predicts the class whose mean is nearest: the nearest centroid, with a count and a mean for every class. */
export class NearestMean extends BaseClassifier<{ power: number }, LearntMeans> {
  readonly name: string = "NearestMean";

  /** @param parameters power: of the absolute differences that are summed. Default 2. */
  constructor(parameters: { power?: number } = {}) {
    super({ power: 2, ...parameters });
  }

  fit(X: Matrix, y: ArrayLike<Label>, options: ClassifierFitOptions = {}): this {
    const { classes, codes } = classTargets(X, y, options);
    const moments = classes.map((_, k) => {
      const rows = Array.from(codes.keys()).filter((i) => codes[i] === k);
      const data = rows.flatMap((i) => Array.from(X.data.subarray(i * X.nColumns, (i + 1) * X.nColumns)));
      return columnMoments(matrix(rows.length, X.nColumns, Float64Array.from(data)));
    });
    this.learnt = { nFeatures: X.nColumns, classes, moments };
    return this;
  }

  predictProba(X: Matrix): Matrix {
    const { classes, moments, nFeatures: d } = this.modelFor(X);
    const codes = Array.from({ length: X.nRows }, (_, i) => {
      const distances = moments.map(({ n, mean }) => {
        const terms = mean.map((m, j) => Math.abs(X.data[i * d + j] - m) ** this.parameters.power);
        return n === 0 ? Infinity : terms.reduce((sum, term) => sum + term, 0);
      });
      return distances.indexOf(Math.min(...distances));
    });
    return votesOf(codes, classes.length);
  }

  merge(states: readonly PlainData[]): this {
    const parts = states.map((state) => new StateReader(this.name, state));
    const [nFeatures, classes] = [parts[0].count("nFeatures"), parts[0].classes()];
    const moments = classes.map((_, k) =>
      mergeMoments(parts.map((part) => readMoments(part.objects("moments")[k], nFeatures))),
    );
    this.learnt = { nFeatures, classes, moments };
    return this;
  }

  toState(): PlainData {
    const { nFeatures, classes, moments } = this.model();
    const parts = moments.map(writeMoments);
    return {
      name: this.name,
      parameters: this.getParams(),
      nFeatures,
      classes: [...classes],
      moments: parts,
    };
  }

  get means(): number[][] {
    return this.model().moments.map(({ mean }) => Array.from(mean));
  }
}

/** A step before a predictor: brings every column to mean 0 and variance 1. */
export class Standardizer {
  readonly name = "Standardizer";
  #moments: Moments | undefined;

  getParams = (): PlainData => ({});

  fit(X: Matrix): this {
    this.#moments = columnMoments(X);
    return this;
  }

  transform(X: Matrix): Matrix {
    const { n, mean, m2 } = this.#moments!;
    const d = X.nColumns;
    return matrix(
      X.nRows,
      d,
      X.data.map((x, at) => (x - mean[at % d]) / Math.sqrt(m2[at % d] / n)),
    );
  }

  merge(states: readonly PlainData[]): this {
    this.#moments = mergeMoments(states.map((state) => readMoments(new StateReader(this.name, state))));
    return this;
  }

  toState(): PlainData {
    return { name: this.name, parameters: {}, ...writeMoments(this.#moments!) };
  }
}

function writeMoments({ n, mean, m2 }: Moments): PlainData {
  return { n, mean: Array.from(mean), m2: Array.from(m2) };
}

function readMoments(part: StateReader, nFeatures?: number): Moments {
  return { n: part.count("n"), mean: part.float64("mean", nFeatures), m2: part.float64("m2", nFeatures) };
}

/** A learner of two steps: its rounds as those of a pipeline are. */
export function standardizedMeans(): MergeRounds<[Standardizer, NearestMean]> {
  const standardizer = (state: PlainData) => new Standardizer().merge([state]);
  return {
    steps: [new Standardizer(), new NearestMean()],
    fit: ([before], X, y, options) =>
      before === undefined
        ? new Standardizer().fit(X).toState()
        : new NearestMean().fit(standardizer(before).transform(X), y, options).toState(),
    merge: (r, states) => (r === 0 ? new Standardizer() : new NearestMean()).merge(states).toState(),
    finish: ([first, second]) => [standardizer(first), new NearestMean().merge([second])],
  };
}
