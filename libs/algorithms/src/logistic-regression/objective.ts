import type { Objective } from "../minimisers/index.ts";
import type { Matrix } from "../tensor/matrix.ts";
import type { LogisticModel } from "./logistic-model.ts";

/** How the optimiser's variables stand to the model's: wⱼ = uⱼ / σⱼ, b = b' − Σⱼ wⱼ μⱼ. */
export interface Standardisation {
  /** μ, length d; zeros when there is no intercept. */
  readonly mean: Float64Array;
  /** σ > 0, length d. */
  readonly scale: Float64Array;
}

/** The second derivative of the cross-entropy by a score is p (1 − p), at most this. */
const MOST_CURVATURE = 1 / 4;

/** The curvature of the objective in the standardised variables is at most about 1/4, so −4 g is a first step. */
export const FIRST_STEP = 1 / MOST_CURVATURE;

/**
 * μⱼ is the mean of column j, and σⱼ² = vⱼ + 4 λ with its variance v (the mean square without intercept): the objective's
 * second derivative by wⱼ is at most vⱼ / 4 + λ, so all variables uⱼ = σⱼ wⱼ are curved alike.
 */
export function standardisationOf(X: Matrix, lambda: number, hasIntercept: boolean): Standardisation {
  const d = X.nColumns;
  const shift = hasIntercept ? X.data.slice(0, d) : new Float64Array(d);
  const { sums, squares } = powerSums(X, shift);
  const mean = sums.map((sum, j) => (hasIntercept ? shift[j] + sum / X.nRows : 0));
  const scale = squares.map((square, j) => {
    const aroundMean = hasIntercept ? Math.max(0, square - (sums[j] * sums[j]) / X.nRows) : square;
    return Math.sqrt(aroundMean / X.nRows + lambda / MOST_CURVATURE) || 1;
  });
  return { mean, scale };
}

/**
 * Σᵢ (xᵢ − c) and Σᵢ (xᵢ − c)² of every column. With a row for c a constant column has exactly 0.
 */
function powerSums(
  { data, nRows, nColumns: d }: Matrix,
  shift: Float64Array,
): { sums: Float64Array; squares: Float64Array } {
  const sums = new Float64Array(d);
  const squares = new Float64Array(d);
  const add = (x: number, j: number) => {
    const deviation = x - shift[j];
    sums[j] += deviation;
    squares[j] += deviation * deviation;
  };
  const pairs = nRows - (nRows % 2);
  for (let i = 0, at = 0; i < pairs; i += 2, at += d) {
    for (let j = 0; j < d; j++, at++) {
      const a = data[at] - shift[j];
      const b = data[at + d] - shift[j];
      sums[j] += a + b;
      squares[j] += a * a + b * b;
    }
  }
  for (let j = 0; j < d && pairs < nRows; j++) add(data[pairs * d + j], j);
  return { sums, squares };
}

/** What the objective is made of. */
export interface LogisticProblem {
  readonly model: LogisticModel;
  readonly X: Matrix;
  /** n codes. */
  readonly y: Float64Array;
  /** n weights whose mean is 1, or `null`. */
  readonly weights: Float64Array | null;
  /** λ ≥ 0, the strength of ½‖w‖². */
  readonly lambda: number;
  readonly hasIntercept: boolean;
}

/**
 * F(w, b) = 1/n Σᵢ sᵢ l(yᵢ, W xᵢ + b) + λ/2 ‖W‖², as a function of the standardised variables (u, b').
 *
 * The minimum is the same in both; but features of very different size, or far from 0, make valleys in (w, b) in which
 * L-BFGS needs many times the iterations. The variables are changed, not the data: X is not copied.
 */
export function logisticObjective(problem: LogisticProblem, standardisation: Standardisation): Objective {
  const { model, X, y, weights, lambda } = problem;
  const parameters = new Float64Array(model.nParameters);
  return (variables, gradient) => {
    toParameters(problem, standardisation, variables, parameters);
    const loss = model.lossAndGradient(parameters, X, y, gradient, undefined, weights ?? undefined);
    chainRule(problem, standardisation, parameters, gradient);
    let squares = 0;
    for (let j = 0; j < model.nWeights; j++) squares += parameters[j] * parameters[j];
    return loss + (lambda / 2) * squares;
  };
}

/** (u, b') → (w, b). */
export function toParameters(
  { model, hasIntercept }: Pick<LogisticProblem, "model" | "hasIntercept">,
  { mean, scale }: Standardisation,
  variables: Float64Array,
  parameters: Float64Array,
): void {
  const { nFeatures: d, nOutputs, nWeights } = model;
  for (let k = 0; k < nOutputs; k++) {
    let bias = hasIntercept ? variables[nWeights + k] : 0;
    for (let j = 0; j < d; j++) {
      const w = variables[k * d + j] / scale[j];
      parameters[k * d + j] = w;
      bias -= w * mean[j];
    }
    parameters[nWeights + k] = bias;
  }
}

/** ∂F/∂u = (∂L/∂w − μ ∂L/∂b + λ w) / σ and ∂F/∂b' = ∂L/∂b, in place. */
function chainRule(
  { model, lambda, hasIntercept }: LogisticProblem,
  { mean, scale }: Standardisation,
  parameters: Float64Array,
  gradient: Float64Array,
): void {
  const { nFeatures: d, nOutputs, nWeights } = model;
  for (let k = 0; k < nOutputs; k++) {
    const ofBias = gradient[nWeights + k];
    for (let j = k * d, column = 0; column < d; j++, column++) {
      gradient[j] = (gradient[j] - mean[column] * ofBias + lambda * parameters[j]) / scale[column];
    }
    if (!hasIntercept) gradient[nWeights + k] = 0;
  }
}
