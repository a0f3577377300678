import {
  columnMoments,
  matrix,
  mergeMoments,
  type Estimator,
  type Label,
  type Matrix,
  type Moments,
  type Task,
} from "@chimera/algorithms";

/**
 * A learner on the rows that it did not see, as sums that can be merged: no row travels for it.
 *
 * A bootstrap of n of n rows leaves each row out with probability (1 − 1/n)ⁿ → 1/e = 36.8 % (Breiman, Out-of-bag
 * Estimation, 1996).
 */
export type OutOfBagSums = ClassifierSums | RegressorSums;

interface ClassifierSums {
  /** n, rows out of the bag. */
  nSamples: number;
  /** How many of them it labels right. */
  nCorrect: number;
}

interface RegressorSums {
  /** n, rows out of the bag. */
  nSamples: number;
  /** Σ (yᵢ − ŷᵢ)². */
  residual: number;
  /** ȳ = 1/n Σ yᵢ. */
  mean: number;
  /** M₂ = Σ (yᵢ − ȳ)²: with n and ȳ it merges without cancellation, as Σ yᵢ² would not. */
  m2: number;
}

/** @param X the rows out of the bag, with the features that the learner knows. @param y their targets. */
export function outOfBagSums(estimator: Estimator, X: Matrix, y: readonly Label[]): OutOfBagSums {
  const nSamples = X.nRows;
  if (estimator.task === "classifier") {
    return { nSamples, nCorrect: nSamples === 0 ? 0 : countCorrect(estimator.predict(X), y) };
  }
  const targets = Float64Array.from(y as readonly number[]);
  const { mean, m2 } = columnMoments(matrix(nSamples, 1, targets));
  const residual = nSamples === 0 ? 0 : squaredError(targets, estimator.predict(X));
  return { nSamples, residual, mean: mean[0], m2: m2[0] };
}

/** Labels are compared as text where they differ: 1 and "1" are one class. */
function countCorrect(predicted: readonly Label[], y: readonly Label[]): number {
  let correct = 0;
  for (let i = 0; i < y.length; i++) {
    if (predicted[i] === y[i] || String(predicted[i]) === String(y[i])) correct++;
  }
  return correct;
}

function squaredError(y: Float64Array, predicted: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < y.length; i++) sum += (y[i] - predicted[i]) ** 2;
  return sum;
}

/**
 * The score of all learners together, each on its own rows out of the bag:
 *
 *     accuracy = Σ n_correct / Σ n          r² = 1 − Σ residual / M₂,
 *
 * M₂ merged about the mean of all those targets. A constant target gives r² = 1 where all predictions are exact, else 0.
 *
 * @param list sums of one kind. @returns `null` when no row is out of the bag.
 */
export function outOfBagScore(list: readonly OutOfBagSums[]): number | null {
  const some = list.filter(({ nSamples }) => nSamples > 0);
  if (some.length === 0) return null;
  const classifiers = some.filter((sums) => "nCorrect" in sums);
  return classifiers.length === some.length ? accuracyOf(classifiers) : r2Of(some as RegressorSums[]);
}

function accuracyOf(list: readonly ClassifierSums[]): number {
  let [n, nCorrect] = [0, 0];
  for (const sums of list) [n, nCorrect] = [n + sums.nSamples, nCorrect + sums.nCorrect];
  return nCorrect / n;
}

function r2Of(list: readonly RegressorSums[]): number {
  const { m2 } = mergeMoments(list.map(momentsOf));
  const residual = list.reduce((sum, sums) => sum + sums.residual, 0);
  if (m2[0] === 0) return residual === 0 ? 1 : 0;
  return 1 - residual / m2[0];
}

function momentsOf({ nSamples, mean, m2 }: RegressorSums): Moments {
  return { n: nSamples, mean: Float64Array.of(mean), m2: Float64Array.of(m2) };
}

/** What is wrong with sums that a worker sent, in a sentence; `undefined` when nothing is. */
export function faultOfOutOfBag(task: Task, sums: OutOfBagSums): string | undefined {
  const isClassifier = "nCorrect" in sums;
  if (isClassifier !== (task === "classifier")) {
    return `Its sums out of the bag are those of a ${isClassifier ? "classifier" : "regressor"}, expected a ${task}'s.`;
  }
  const bad = Object.entries(sums).find(
    ([key, value]) => !Number.isFinite(value) || (key !== "mean" && value < 0),
  );
  if (bad) return `Its ${bad[0]} out of the bag should be a finite number ≥ 0, got ${bad[1]}.`;
  if (isClassifier && sums.nCorrect > sums.nSamples) {
    return `It labels ${sums.nCorrect} rows right out of ${sums.nSamples} out of the bag.`;
  }
  return undefined;
}
