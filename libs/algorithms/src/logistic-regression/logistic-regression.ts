import { classTargets, StateReader } from "../base/index.ts";
import { checkClassWeight, weighClasses, type ClassWeight } from "../encoding/class-weights.ts";
import { ParameterError } from "../errors.ts";
import type { ClassifierFitOptions, Label, ModelShape, PlainData } from "../estimator.ts";
import type { GradientModel } from "../gradient-model.ts";
import { LinearClassifier } from "../linear-classifier/index.ts";
import { minimise } from "../minimisers/index.ts";
import type { Matrix } from "../tensor/matrix.ts";
import {
  checkBoolean,
  checkIntegerAtLeast,
  checkNonNegative,
  checkOptions,
  checkPositive,
} from "../validation/parameters.ts";
import { LogisticModel, probabilitiesOf } from "./logistic-model.ts";
import { FIRST_STEP, logisticObjective, standardisationOf, toParameters } from "./objective.ts";

export interface LogisticRegressionParameters {
  /** `l2`, or `null` for none. Default: "l2". */
  penalty: "l2" | null;
  /** C > 0, the weight of the loss against the penalty: smaller is simpler. Default: 1. */
  C: number;
  /** Whether biases are learnt (they are never penalised); without, they are 0. Default: true. */
  fitIntercept: boolean;
  /** What each class counts: `null` for all alike, "balanced", or a weight for each label. Default: null. */
  classWeight: ClassWeight;
  /** Iterations of L-BFGS at most, ≥ 1. Default: 100. */
  maxIter: number;
  /** It ends when no component of the gradient is greater, ≥ 0; see the class. Default: 1e-4. */
  tol: number;
}

const DEFAULTS: LogisticRegressionParameters = {
  penalty: "l2",
  C: 1,
  fitIntercept: true,
  classWeight: null,
  maxIter: 100,
  tol: 1e-4,
};

/**
 * Logistic regression, multinomial above two classes:
 *
 *     minimise  C Σᵢ sᵢ l(yᵢ, W xᵢ + b) + ½ ‖W‖²        l the cross-entropy, sᵢ the sample weights times the class weights
 *
 * by L-BFGS (Liu & Nocedal, 1989). Two classes have one row of W, K classes K.
 *
 * `tol` is for the gradient of the objective divided by C Σ sᵢ (a mean over the rows), with features taken in units of about
 * their standard deviation, so that it means the same for more rows and for other units. (scikit-learn before 1.5 took the
 * gradient of the sum, and stopped sooner when the objective fell by less than 2e-9 of itself.) When `maxIter` iterations
 * did not do, `fit` takes what it has, and `converged` is false.
 *
 * Other than scikit-learn: L-BFGS is the only solver, so penalties with l1 are left to `SGDClassifier`; one class alone is
 * learnt too; a class in `options.classes` without rows has a probability near 0.
 */
export class LogisticRegression extends LinearClassifier<LogisticRegressionParameters> {
  readonly name = "LogisticRegression";

  /** Stores the parameters; `fit` checks them. */
  constructor(parameters: Partial<LogisticRegressionParameters> = {}) {
    super({ ...DEFAULTS, ...parameters });
  }

  /** Learns from X (n × d, finite numbers) and n labels. @throws ParameterError, DataError. */
  fit(X: Matrix, y: ArrayLike<Label>, options: ClassifierFitOptions = {}): this {
    this.checkParameters();
    const { penalty, C, classWeight, fitIntercept: hasIntercept, maxIter, tol } = this.parameters;
    const { classes, codes, weights: given } = classTargets(X, y, options);
    const { rowWeights, total } = withMeanOne(weighClasses(classWeight, classes, codes, given), X.nRows);
    const model = new LogisticModel(X.nColumns, classes.length);
    const lambda = penalty === null ? 0 : 1 / (C * total);
    const standardisation = standardisationOf(X, lambda, hasIntercept);
    const problem = { model, X, y: codes, weights: rowWeights, lambda, hasIntercept };
    const objective = logisticObjective(problem, standardisation);
    const minimum = minimise(objective, new Float64Array(model.nParameters), {
      tol,
      maxIter,
      firstStep: FIRST_STEP,
    });
    const weights = new Float64Array(model.nParameters);
    toParameters(problem, standardisation, minimum.x, weights);
    const { nIter, converged } = minimum;
    this.learnt = { classes, nFeatures: X.nColumns, weights, nIter, converged };
    return this;
  }

  predictProba(X: Matrix): Matrix {
    const scores = this.decisionFunction(X);
    return probabilitiesOf(scores.data, this.classes.length);
  }

  /** The mean cross-entropy as a function of (W, b), without the penalty. */
  gradient({ nFeatures, classes }: ModelShape): GradientModel {
    if (classes === null) throw new ParameterError("classes", "be a list for a classifier", classes);
    return new LogisticModel(nFeatures, classes.length, this.parameters.fitIntercept);
  }

  /** Brings back a fitted model from what `toState` returned. @throws DataError when the state is not of that form. */
  static fromState(state: PlainData): LogisticRegression {
    return new LogisticRegression(new StateReader("LogisticRegression", state).parameters()).restore(state);
  }

  private checkParameters(): void {
    checkOptions(DEFAULTS, this.parameters);
    const { penalty, C, fitIntercept, classWeight, maxIter, tol } = this.parameters;
    if (penalty !== "l2" && penalty !== null) {
      throw new ParameterError("penalty", 'be "l2" or null (SGDClassifier has l1 and elasticnet)', penalty);
    }
    checkPositive("C", C);
    checkBoolean("fitIntercept", fitIntercept);
    checkClassWeight(classWeight);
    checkIntegerAtLeast(1, "maxIter", maxIter);
    checkNonNegative("tol", tol);
  }
}

/** Weights scaled to the mean 1, and what they summed to before; n when all rows count alike. */
function withMeanOne(
  weights: Float64Array | null,
  n: number,
): { rowWeights: Float64Array | null; total: number } {
  if (weights === null) return { rowWeights: null, total: n };
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return { rowWeights: weights.map((weight) => (weight * n) / total), total };
}
