import type { EstimatorName } from "@chimera/algorithms";

/** Rows that both sides learn from, and rows that they predict. */
export interface LearnerData {
  nRows: number;
  nColumns: number;
  task: "classifier" | "regressor";
  /** Counts ≥ 0 instead of normal clouds. */
  isCounts?: boolean;
}

/** One learner of ours beside its counterpart in scikit-learn: the same algorithm on the same data. */
export interface LearnerCase {
  title: string;
  data: LearnerData;
  ours: { estimator: EstimatorName; parameters: object };
  peer: { module: string; estimator: string; parameters: object };
  /** The most that ours / theirs should be. */
  aims: { fit: number; predict: number };
}

const LARGE: LearnerData = { nRows: 250_000, nColumns: 21, task: "classifier" };
const MIDDLE: LearnerData = { nRows: 50_000, nColumns: 21, task: "classifier" };
const COUNTS: LearnerData = { ...LARGE, isCounts: true };

/** One epoch of logistic regression, without a test of convergence. */
const sgdEpoch = (shuffle: boolean) => ({
  title: `SGD, one logistic epoch ${shuffle ? "shuffled" : "in order"}, 250,000 × 21`,
  data: LARGE,
  ours: {
    estimator: "SGDClassifier" as const,
    parameters: { loss: "log_loss", alpha: 1e-4, maxIter: 1, tol: null, shuffle },
  },
  peer: {
    module: "sklearn.linear_model",
    estimator: "SGDClassifier",
    parameters: { loss: "log_loss", alpha: 1e-4, max_iter: 1, tol: null, shuffle, random_state: 0 },
  },
  aims: { fit: 0.4, predict: 1 },
});

const tree = (depth: number | null, fit: number): LearnerCase => ({
  title: `decision tree, ${depth === null ? "unlimited" : `depth ${depth}`}, 250,000 × 21`,
  data: LARGE,
  ours: { estimator: "DecisionTreeClassifier", parameters: { maxDepth: depth } },
  peer: {
    module: "sklearn.tree",
    estimator: "DecisionTreeClassifier",
    parameters: { max_depth: depth, random_state: 0 },
  },
  aims: { fit, predict: 1 },
});

const naiveBayes = (
  estimator: "GaussianNB" | "MultinomialNB" | "BernoulliNB",
  data: LearnerData,
): LearnerCase => ({
  title: `${estimator}, 250,000 × 21`,
  data,
  ours: { estimator, parameters: {} },
  peer: { module: "sklearn.naive_bayes", estimator, parameters: {} },
  aims: { fit: 1.2, predict: 1 },
});

export const LEARNER_CASES: readonly LearnerCase[] = [
  sgdEpoch(false),
  sgdEpoch(true),
  tree(5, 0.2),
  tree(null, 0.6),
  {
    title: "random forest, 50 trees, 50,000 × 21",
    data: MIDDLE,
    ours: { estimator: "RandomForestClassifier", parameters: { nEstimators: 50 } },
    peer: {
      module: "sklearn.ensemble",
      estimator: "RandomForestClassifier",
      parameters: { n_estimators: 50, n_jobs: 1, random_state: 0 },
    },
    aims: { fit: 1.2, predict: 1 },
  },
  naiveBayes("GaussianNB", LARGE),
  naiveBayes("MultinomialNB", COUNTS),
  naiveBayes("BernoulliNB", COUNTS),
  {
    title: "ridge, 250,000 × 21",
    data: { ...LARGE, task: "regressor" },
    ours: { estimator: "Ridge", parameters: { alpha: 1 } },
    peer: { module: "sklearn.linear_model", estimator: "Ridge", parameters: { alpha: 1 } },
    aims: { fit: 1.2, predict: 1 },
  },
  {
    title: "logistic regression by L-BFGS, 50,000 × 21",
    data: MIDDLE,
    ours: { estimator: "LogisticRegression", parameters: { C: 1, tol: 1e-4 } },
    peer: {
      module: "sklearn.linear_model",
      estimator: "LogisticRegression",
      parameters: { C: 1, tol: 1e-4 },
    },
    aims: { fit: 1.2, predict: 1 },
  },
  {
    title: "gradient boosting on histograms, 100 rounds, 50,000 × 21",
    data: MIDDLE,
    ours: { estimator: "GradientBoostingClassifier", parameters: { maxIter: 100, earlyStopping: false } },
    peer: {
      module: "sklearn.ensemble",
      estimator: "HistGradientBoostingClassifier",
      parameters: { max_iter: 100, early_stopping: false, random_state: 0 },
    },
    aims: { fit: 1.2, predict: 1 },
  },
];
