import type { LinearModel } from "./linear-model.ts";
import { takeRows, type Matrix } from "../tensor/matrix.ts";

/** What a score is computed on: the rows held out. */
export interface HeldOut {
  readonly X: Matrix;
  readonly y: Float64Array;
  /** All above 0 where rows count alike. */
  readonly weights: Float64Array;
}

export function heldOutRows(
  X: Matrix,
  y: Float64Array,
  weights: Float64Array | null,
  rows: Int32Array,
): HeldOut {
  return {
    X: takeRows(X, rows),
    y: Float64Array.from(rows, (row) => y[row]),
    weights: Float64Array.from(rows, (row) => weights?.[row] ?? 1),
  };
}

/** Weighted accuracy of a classifier, weighted r² of a regressor; higher is better. */
export function scoreOf(model: LinearModel, parameters: Float64Array, { X, y, weights }: HeldOut): number {
  const answers = model.predict(parameters, X);
  return model.task === "classifier"
    ? weightedAccuracy(y, answers, weights)
    : weightedR2(y, answers, weights);
}

function weightedAccuracy(y: Float64Array, answers: Float64Array, weights: Float64Array): number {
  return meanOf(
    y.map((code, i) => Number(code === answers[i])),
    weights,
  );
}

/** 1 − Σ sᵢ (yᵢ − aᵢ)² / Σ sᵢ (yᵢ − ȳ)²; targets that are all equal: 1 when all are met, else 0, as scikit-learn. */
function weightedR2(y: Float64Array, answers: Float64Array, weights: Float64Array): number {
  const mean = meanOf(y, weights);
  const residual = meanOf(
    y.map((target, i) => (target - answers[i]) ** 2),
    weights,
  );
  const total = meanOf(
    y.map((target) => (target - mean) ** 2),
    weights,
  );
  if (total === 0) return residual === 0 ? 1 : 0;
  return 1 - residual / total;
}

function meanOf(values: Float64Array, weights: Float64Array): number {
  let sum = 0;
  let weight = 0;
  for (let i = 0; i < values.length; i++) {
    sum += weights[i] * values[i];
    weight += weights[i];
  }
  return sum / weight;
}
