import {
  BaseClassifier,
  classTargets,
  labelsOfCodes,
  labelsOfLargest,
  partsOf,
  requireSameShape,
  StateReader,
  votesOf,
} from "../base/index.ts";
import { ParameterError } from "../errors.ts";
import type { ClassifierFitOptions, Label, PlainData } from "../estimator.ts";
import { classWeights } from "../preprocessing/class-moments.ts";
import { hashSeed } from "../random/hash-seed.ts";
import { createRandom, type Random } from "../random/random.ts";
import { matrix, type Matrix } from "../tensor/matrix.ts";
import { checkOptions, checkSeed, chooseByName } from "../validation/parameters.ts";

export interface DummyClassifierParameters {
  /**
   * "prior": the most frequent class, with the classes' shares as probabilities; "most_frequent": that class with
   * probability 1; "stratified": a class drawn by its share; "uniform": any class drawn; "constant": always the same class.
   * Default: "prior".
   */
  strategy: keyof typeof STRATEGIES;
  /** The class that "constant" predicts. Default: null. */
  constant: Label | null;
  /** Seed of what is drawn, any number. Default: 0. */
  seed: number;
}

const DEFAULTS: DummyClassifierParameters = { strategy: "prior", constant: null, seed: 0 };

interface Learnt {
  readonly nFeatures: number;
  readonly classes: readonly Label[];
  readonly classCount: Float64Array;
  readonly seed: number;
}

/** What a strategy predicts of n rows: probabilities, n × K. */
interface Strategy {
  probabilities(n: number, learnt: Learnt, constant: Label | null): Matrix;
  /** n codes, where they do not follow from the probabilities. */
  codes?(n: number, learnt: Learnt): ArrayLike<number>;
}

const STRATEGIES = {
  prior: { probabilities: (n, learnt) => repeatRow(n, sharesOf(learnt)) },
  most_frequent: { probabilities: (n, learnt) => alwaysVote(n, mostFrequent(learnt), learnt) },
  stratified: { probabilities: (n, learnt) => votesOf(drawByShare(n, learnt), learnt.classes.length) },
  uniform: {
    probabilities: (n, { classes }) =>
      repeatRow(n, new Float64Array(classes.length).fill(1 / classes.length)),
    codes: (n, learnt) => draw(n, learnt, (random) => random.integer(learnt.classes.length)),
  },
  constant: {
    probabilities: (n, learnt, constant) => alwaysVote(n, codeOf(constant, learnt.classes), learnt),
  },
} satisfies Record<string, Strategy>;

/**
 * Predicts without looking at the features: what any classifier must beat. Ties between the most frequent classes go to the
 * first.
 *
 * Departures from scikit-learn: what is drawn depends on the seed alone, so that the same rows get the same answer every
 * time; labels of "constant" are compared as text (1 and "1" are one class).
 */
export class DummyClassifier extends BaseClassifier<DummyClassifierParameters, Learnt> {
  readonly name = "DummyClassifier";

  /** Stores the parameters; `fit` checks them. */
  constructor(parameters: Partial<DummyClassifierParameters> = {}) {
    super({ ...DEFAULTS, ...parameters });
  }

  /** Learns the classes and their shares; X counts for its width alone. @throws ParameterError, DataError. */
  fit(X: Matrix, y: ArrayLike<Label>, options: ClassifierFitOptions = {}): this {
    const seed = options.seed ?? this.parameters.seed;
    this.checkParameters(seed);
    const { classes, codes, weights } = classTargets(X, y, options);
    this.checkConstant(classes);
    this.learnt = {
      nFeatures: X.nColumns,
      classes,
      classCount: classWeights(codes, classes.length, weights),
      seed,
    };
    return this;
  }

  /** Becomes the model of all rows, from what `toState` of its parts returned: counts are added. Exact. @throws DataError */
  merge(states: readonly PlainData[]): this {
    const parts = partsOf(this, states, DummyClassifier.fromState).map((part) => part.model());
    const [{ nFeatures, classes, seed }] = parts;
    const classCount = new Float64Array(classes.length);
    requireSameShape(parts);
    for (const part of parts) part.classCount.forEach((count, k) => (classCount[k] += count));
    this.learnt = { nFeatures, classes, classCount, seed };
    return this;
  }

  override predict(X: Matrix): Label[] {
    const learnt = this.modelFor(X);
    const strategy: Strategy = STRATEGIES[this.parameters.strategy];
    const codes = strategy.codes?.(X.nRows, learnt);
    if (codes) return labelsOfCodes(codes, learnt.classes);
    return labelsOfLargest(this.predictProba(X), learnt.classes);
  }

  predictProba(X: Matrix): Matrix {
    const learnt = this.modelFor(X);
    const strategy: Strategy = STRATEGIES[this.parameters.strategy];
    return strategy.probabilities(X.nRows, learnt, this.parameters.constant);
  }

  /** The share of each class in the weights of the rows. */
  get classPrior(): Float64Array {
    return sharesOf(this.model());
  }

  toState(): PlainData {
    const { nFeatures, classes, classCount, seed } = this.model();
    return {
      name: this.name,
      parameters: this.getParams(),
      nFeatures,
      classes: [...classes],
      classCount: Array.from(classCount),
      seed,
    };
  }

  /** Brings back a fitted model from what `toState` returned. @throws DataError when the state is not of that form. */
  static fromState(state: PlainData): DummyClassifier {
    const reader = new StateReader("DummyClassifier", state);
    const result = new DummyClassifier(reader.parameters());
    const [nFeatures, classes, seed] = [reader.count("nFeatures"), reader.classes(), reader.number("seed")];
    const classCount = reader.float64("classCount", classes.length);
    if (!classCount.every((count) => count >= 0) || !classCount.some((count) => count > 0)) {
      reader.refuse("numbers ≥ 0, not all 0, at classCount", Array.from(classCount));
    }
    result.checkParameters(seed);
    result.checkConstant(classes);
    result.learnt = { nFeatures, classes, classCount, seed };
    return result;
  }

  private checkParameters(seed: number): void {
    checkOptions(DEFAULTS, this.parameters);
    chooseByName(STRATEGIES, "strategy", this.parameters.strategy);
    checkSeed(seed);
  }

  private checkConstant(classes: readonly Label[]): void {
    const { strategy, constant } = this.parameters;
    if (strategy === "constant" && codeOf(constant, classes) < 0) {
      throw new ParameterError("constant", `be one of the classes ${JSON.stringify(classes)}`, constant);
    }
  }
}

function codeOf(label: Label | null, classes: readonly Label[]): number {
  return classes.findIndex((each) => String(each) === String(label));
}

function sharesOf({ classCount }: Learnt): Float64Array {
  const total = classCount.reduce((sum, count) => sum + count, 0);
  return classCount.map((count) => count / total);
}

function mostFrequent({ classCount }: Learnt): number {
  return classCount.indexOf(classCount.reduce((most, count) => Math.max(most, count), 0));
}

function alwaysVote(n: number, code: number, { classes }: Learnt): Matrix {
  return votesOf(new Int32Array(n).fill(code), classes.length);
}

function repeatRow(n: number, row: Float64Array): Matrix {
  const result = matrix(n, row.length);
  for (let i = 0; i < n; i++) result.data.set(row, i * row.length);
  return result;
}

/** A class with the probability of its share: the first whose cumulated count exceeds a uniform number below the total. */
function drawByShare(n: number, learnt: Learnt): Int32Array {
  let total = 0;
  const cumulative = learnt.classCount.map((count) => (total += count));
  const last = cumulative.indexOf(total);
  return draw(n, learnt, (random) => {
    const u = random.next() * total;
    const code = cumulative.findIndex((sum) => sum > u);
    // A product that rounds up to the total exceeds no sum.
    return code < 0 ? last : code;
  });
}

function draw(n: number, { seed }: Learnt, one: (random: Random) => number): Int32Array {
  const random = createRandom(hashSeed(seed, "DummyClassifier"));
  return new Int32Array(n).map(() => one(random));
}
