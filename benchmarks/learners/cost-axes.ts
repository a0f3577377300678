import type { EstimatorName } from "@chimera/algorithms";
import type { LearnerData } from "./cases.ts";

/** A learner whose cost grows with something; `theory` is the exponent, or where it is none by itself, in words. */
export interface CostLine {
  name: string;
  estimator: EstimatorName;
  task: LearnerData["task"];
  theory: string;
  /** What is timed. Default: the fit. */
  order?: "fit" | "predict";
  /** The data and the learner's parameters at one size. */
  at(size: number): { nRows: number; nColumns: number; parameters: object };
}

/** What grows, and the learners that are measured as it does. */
export interface CostAxis {
  sizeLabel: string;
  sizes: readonly number[];
  lines: readonly CostLine[];
}

const rows = (parameters: object) => (nRows: number) => ({ nRows, nColumns: 21, parameters });
const columns = (nRows: number, parameters: object) => (nColumns: number) => ({
  nRows,
  nColumns,
  parameters,
});
const EPOCH = { loss: "log_loss", maxIter: 1, tol: null };

export const COST_AXES: readonly CostAxis[] = [
  {
    sizeLabel: "rows n, at d = 21",
    sizes: [32_000, 64_000, 128_000, 256_000],
    lines: [
      { name: "SGD epoch", estimator: "SGDClassifier", task: "classifier", theory: "1", at: rows(EPOCH) },
      { name: "ridge", estimator: "Ridge", task: "regressor", theory: "1", at: rows({}) },
      { name: "naive Bayes", estimator: "GaussianNB", task: "classifier", theory: "1", at: rows({}) },
      {
        name: "tree, depth 5",
        estimator: "DecisionTreeClassifier",
        task: "classifier",
        theory: "1, and a constant for finding the bins",
        at: rows({ maxDepth: 5 }),
      },
      {
        name: "tree, unlimited",
        estimator: "DecisionTreeClassifier",
        task: "classifier",
        theory: "1 + 1/ln n ≈ 1.1 (n log n)",
        at: rows({}),
      },
      {
        name: "k nearest, 50 queries",
        estimator: "KNeighborsClassifier",
        task: "classifier",
        theory: "1",
        order: "predict",
        at: rows({ algorithm: "brute" }),
      },
    ],
  },
  {
    sizeLabel: "features d, at n = 20,000",
    sizes: [16, 32, 64, 128],
    lines: [
      {
        name: "SGD epoch",
        estimator: "SGDClassifier",
        task: "classifier",
        theory: "1",
        at: columns(20_000, EPOCH),
      },
      { name: "ridge", estimator: "Ridge", task: "regressor", theory: "2 (n d²)", at: columns(20_000, {}) },
      {
        name: "naive Bayes",
        estimator: "GaussianNB",
        task: "classifier",
        theory: "1",
        at: columns(20_000, {}),
      },
      {
        name: "tree, depth 5",
        estimator: "DecisionTreeClassifier",
        task: "classifier",
        theory: "1",
        at: columns(20_000, { maxDepth: 5 }),
      },
    ],
  },
  {
    sizeLabel: "number of trees, at 10,000 × 21",
    sizes: [20, 40, 80, 160],
    lines: [
      {
        name: "random forest",
        estimator: "RandomForestClassifier",
        task: "classifier",
        theory: "1",
        at: (nEstimators) => ({ nRows: 10_000, nColumns: 21, parameters: { nEstimators } }),
      },
      {
        name: "boosting",
        estimator: "GradientBoostingClassifier",
        task: "classifier",
        theory: "1",
        at: (maxIter) => ({ nRows: 10_000, nColumns: 21, parameters: { maxIter, earlyStopping: false } }),
      },
    ],
  },
];
