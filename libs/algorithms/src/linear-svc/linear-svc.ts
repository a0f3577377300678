import { classTargets, StateReader, votesOf } from "../base/index.ts";
import { checkClassWeight, classWeightsOf, type ClassWeight } from "../encoding/class-weights.ts";
import { ParameterError } from "../errors.ts";
import type { ClassifierFitOptions, Label, PlainData } from "../estimator.ts";
import { LinearClassifier, outputsOf } from "../linear-classifier/index.ts";
import { hashSeed } from "../random/hash-seed.ts";
import { createRandom } from "../random/random.ts";
import type { Matrix } from "../tensor/matrix.ts";
import {
  checkBoolean,
  checkIntegerAtLeast,
  checkOptions,
  checkPositive,
  checkSeed,
  chooseByName,
} from "../validation/parameters.ts";
import { solveDual, type DualSolution } from "./dual-coordinate-descent.ts";

export interface LinearSVCParameters {
  /** Only "l2"; see the class. Default: "l2". */
  penalty: "l2";
  /** max(0, 1 − y p)² or max(0, 1 − y p). Default: "squared_hinge". */
  loss: keyof typeof IS_SQUARED;
  /** It ends when 0 and the projected gradients of all rows lie within a band of this width, > 0. Default: 1e-4. */
  tol: number;
  /** C > 0, the weight of the loss against the penalty: smaller is simpler. Default: 1. */
  C: number;
  /** Whether biases are learnt; without, they are 0. Default: true. */
  fitIntercept: boolean;
  /** B > 0: every row has one more feature of this value; see the class. Default: 1. */
  interceptScaling: number;
  /**
   * What each class counts: `null` for all alike, "balanced", or a weight for each label. Above two classes it counts in the
   * machine of its class, where all others have the weight 1. Default: null.
   */
  classWeight: ClassWeight;
  /** Seed of the order of the rows; any number. Default: 0. */
  seed: number;
  /** Passes over the rows at most, ≥ 1. Default: 1000. */
  maxIter: number;
}

const IS_SQUARED = { squared_hinge: true, hinge: false };

const DEFAULTS: LinearSVCParameters = {
  penalty: "l2",
  loss: "squared_hinge",
  tol: 1e-4,
  C: 1,
  fitIntercept: true,
  interceptScaling: 1,
  classWeight: null,
  seed: 0,
  maxIter: 1000,
};

/**
 * A linear support vector machine (Cortes & Vapnik, 1995), by dual coordinate descent (Hsieh et al., 2008; LIBLINEAR):
 *
 *     minimise  ½ (‖w‖² + b²/B²) + C Σᵢ sᵢ l(yᵢ (w·xᵢ + b))        yᵢ = ±1, sᵢ the sample weights times the class weights
 *
 * As in LIBLINEAR the bias belongs to a feature of the value B = `interceptScaling`, and is penalised with it: a greater B
 * penalises it less. Above two classes every class has a machine that tells it from all others, and the greatest score wins.
 * There are no probabilities: `predictProba` answers votes. When `maxIter` passes did not do, `fit` takes what it has, and
 * `converged` is false; features of very different size make it slow.
 *
 * Other than scikit-learn: there is no `dual` and no l1 penalty (`SGDClassifier` with loss "hinge" has it), and `multiClass` is
 * one against the rest.
 */
export class LinearSVC extends LinearClassifier<LinearSVCParameters> {
  readonly name = "LinearSVC";

  /** Stores the parameters; `fit` checks them. */
  constructor(parameters: Partial<LinearSVCParameters> = {}) {
    super({ ...DEFAULTS, ...parameters });
  }

  /** Learns from X (n × d, finite numbers) and n labels. @throws ParameterError, DataError. */
  fit(X: Matrix, y: ArrayLike<Label>, options: ClassifierFitOptions = {}): this {
    const seed = options.seed ?? this.parameters.seed;
    this.checkParameters(seed);
    const { classes, codes, weights } = classTargets(X, y, options);
    const { C, classWeight } = this.parameters;
    const ofClass = classWeightsOf(classWeight, classes, codes);
    const learnt = { classes, nFeatures: X.nColumns, nIter: 0, converged: true };
    const nOutputs = outputsOf(classes.length);
    const result = new Float64Array(nOutputs * (X.nColumns + 1));
    for (let k = 0; k < nOutputs; k++) {
      const positive = classes.length === 2 ? 1 : k;
      // Above two classes the rest counts as one class, of the weight 1: as LIBLINEAR has it.
      const weightOf = (code: number) => (classes.length === 2 || code === positive ? ofClass[code] : 1);
      const costs = codes.map((code, i) => C * weightOf(code) * (weights ? weights[i] : 1));
      const signs = codes.map((code) => (code === positive ? 1 : -1));
      const { w, nIter, converged } = this.learnOne(X, signs, costs, hashSeed(seed, this.name, k));
      result.set(w.subarray(0, X.nColumns), k * X.nColumns);
      result[nOutputs * X.nColumns + k] = w[X.nColumns];
      learnt.nIter = Math.max(learnt.nIter, nIter);
      learnt.converged &&= converged;
    }
    this.learnt = { ...learnt, weights: result };
    return this;
  }

  /** The machine that tells the rows of sign +1 from those of −1; `w` ends with its bias. */
  private learnOne(X: Matrix, signs: Float64Array, costs: Float64Array, seed: number): DualSolution {
    const { loss, fitIntercept, interceptScaling, tol, maxIter } = this.parameters;
    const bias = fitIntercept ? interceptScaling : 0;
    const problem = { X, signs, costs, isSquared: IS_SQUARED[loss], bias };
    const solution = solveDual(problem, { maxIter, tol, random: createRandom(seed) });
    solution.w[X.nColumns] *= bias;
    return solution;
  }

  /** Votes: 1 for the class that is predicted, 0 for the others. */
  predictProba(X: Matrix): Matrix {
    return votesOf(this.codesOf(X), this.classes.length);
  }

  /** Brings back a fitted model from what `toState` returned. @throws DataError when the state is not of that form. */
  static fromState(state: PlainData): LinearSVC {
    return new LinearSVC(new StateReader("LinearSVC", state).parameters()).restore(state);
  }

  private checkParameters(seed: number): void {
    checkOptions(DEFAULTS, this.parameters);
    const { penalty, loss, tol, C, fitIntercept, interceptScaling, classWeight, maxIter } = this.parameters;
    if (penalty !== "l2") {
      throw new ParameterError("penalty", 'be "l2" (SGDClassifier with loss "hinge" has l1)', penalty);
    }
    chooseByName(IS_SQUARED, "loss", loss);
    checkPositive("tol", tol);
    checkPositive("C", C);
    checkBoolean("fitIntercept", fitIntercept);
    checkPositive("interceptScaling", interceptScaling);
    checkClassWeight(classWeight);
    checkSeed(seed);
    checkIntegerAtLeast(1, "maxIter", maxIter);
  }
}
