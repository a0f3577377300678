import { BaseClassifier, classTargets, StateReader } from "../base/index.ts";
import { checkClassWeight, weighClasses, type ClassWeight } from "../encoding/class-weights.ts";
import type { ClassifierFitOptions, Label, PlainData } from "../estimator.ts";
import { sigmoid } from "../losses/index.ts";
import { matrix, type Matrix } from "../tensor/matrix.ts";
import { chooseByName } from "../validation/parameters.ts";
import { boost } from "./boost.ts";
import { BoostedModel } from "./boosted-model.ts";
import type { BoostingLoss } from "./losses/boosting-loss.ts";
import { binomial } from "./losses/binomial.ts";
import { multinomial, softmaxOf } from "./losses/multinomial.ts";
import { BOOSTING_DEFAULTS, checkBoostingParameters, type BoostingParameters } from "./parameters.ts";

const LOSSES = { log_loss: lossFor };

export interface GradientBoostingClassifierParameters extends BoostingParameters {
  /** Only "log_loss", the default: one tree a round for two classes, K trees for K > 2. */
  loss: keyof typeof LOSSES;
  /**
   * Factors of the rows' weights by class: an object of weights ≥ 0 by label, 1 where a label is left out, or "balanced" for
   * n / (K n_k). Default: null, all 1.
   */
  classWeight: ClassWeight;
}

const DEFAULTS: GradientBoostingClassifierParameters = {
  loss: "log_loss",
  classWeight: null,
  ...BOOSTING_DEFAULTS,
};

interface Learnt {
  readonly nFeatures: number;
  readonly classes: readonly Label[];
  readonly model: BoostedModel;
}

/**
 * Gradient boosting for classes on histograms of binned features (Friedman, "Greedy function approximation: a gradient
 * boosting machine", 2001; Ke et al., "LightGBM", 2017), the counterpart of scikit-learn's HistGradientBoostingClassifier:
 *
 *     F_k(x) = F_k0 + ν Σ_m T_mk(x)        two classes: p_1 = σ(F(x))        K > 2: p = softmax(F_1(x) … F_K(x))
 *
 * F_k0 are the log-odds or logarithms of the classes' shares, ν is the learning rate, and tree T_mk lowers the log loss
 * by Newton's steps (Chen & Guestrin, "XGBoost", 2016).
 *
 * A class of `options.classes` without rows has the share 0; so that scores stay finite it counts as 2.2e-16 (with two
 * classes 2.2e-15), as scikit-learn clips its shares. Its probability stays about that.
 *
 * With at most `maxBins` distinct values a feature, and no two splits of equal gain, the trees are scikit-learn's. They
 * differ in the last digits: scikit-learn keeps derivatives in 32 bits, this class in 64. Features with more values are
 * binned at other quantiles. Ties: the lowest feature wins, then the lowest threshold. Not here: missing values,
 * categorical features, constraints, warm start, early stopping by a score other than the loss.
 */
export class GradientBoostingClassifier extends BaseClassifier<GradientBoostingClassifierParameters, Learnt> {
  readonly name = "GradientBoostingClassifier";

  /** Stores the parameters; `fit` checks them. */
  constructor(parameters: Partial<GradientBoostingClassifierParameters> = {}) {
    super({ ...DEFAULTS, ...parameters });
  }

  /** Learns from X (n × d, finite numbers) and n labels. @throws ParameterError, DataError */
  fit(X: Matrix, y: ArrayLike<Label>, options: ClassifierFitOptions = {}): this {
    const seed = options.seed ?? this.parameters.seed;
    checkBoostingParameters(DEFAULTS, { ...this.parameters, seed });
    checkClassWeight(this.parameters.classWeight);
    const lossOf = chooseByName(LOSSES, "loss", this.parameters.loss);
    const { classes, codes, weights: given } = classTargets(X, y, options);
    const weights = weighClasses(this.parameters.classWeight, classes, codes, given);
    const boosted = boost({ X, y: codes, weights }, lossOf(classes.length), this.parameters, seed, true);
    const model = new BoostedModel(boosted, X.nColumns);
    this.learnt = { nFeatures: X.nColumns, classes, model };
    return this;
  }

  predictProba(X: Matrix): Matrix {
    const { classes, model } = this.modelFor(X);
    const K = classes.length;
    const scores = model.scores(X);
    if (K === 2) return matrix(X.nRows, 2, ofLogOdds(scores));
    for (let i = 0; i < X.nRows; i++) softmaxOf(scores, i * K, scores, i * K, K);
    return matrix(X.nRows, K, scores);
  }

  /** Rounds that were made; fewer than `maxIter` if early stopping stopped. @throws NotFittedError before `fit`. */
  get nIter(): number {
    return this.model().model.nIter;
  }

  toState(): PlainData {
    const { classes, model } = this.model();
    return { name: this.name, parameters: this.getParams(), classes: [...classes], ...model.toState() };
  }

  /** Brings back a fitted model from what `toState` returned. @throws DataError when the state is not of that form. */
  static fromState(state: PlainData): GradientBoostingClassifier {
    const reader = new StateReader("GradientBoostingClassifier", state);
    const result = new GradientBoostingClassifier(reader.parameters());
    const classes = reader.classes();
    const model = BoostedModel.fromState(reader, lossFor(classes.length).nOutputs);
    result.learnt = { nFeatures: model.nFeatures, classes, model };
    return result;
  }
}

function lossFor(nClasses: number): BoostingLoss {
  return nClasses === 2 ? binomial : multinomial(nClasses);
}

/** n × 2: the probabilities σ(−F) and σ(F). */
function ofLogOdds(scores: Float64Array): Float64Array {
  const p = new Float64Array(2 * scores.length);
  for (let i = 0; i < scores.length; i++) {
    p[2 * i] = sigmoid(-scores[i]);
    p[2 * i + 1] = sigmoid(scores[i]);
  }
  return p;
}
