import { DataError } from "../errors.ts";
import { hashSeed } from "../random/hash-seed.ts";
import { createRandom } from "../random/random.ts";
import type { Matrix } from "../tensor/matrix.ts";
import { areFinite, checkFinite } from "../validation/data.ts";
import { checkHeldOut, holdOut, type Split } from "../random/hold-out.ts";
import { LinearModel } from "./linear-model.ts";
import { averageFrom, type SGDParameters } from "./sgd-parameters.ts";
import { SGDRun, type StepOptions } from "./sgd-run.ts";
import { heldOutRows, scoreOf, type HeldOut } from "./sgd-score.ts";

/** What training goes on from, and what it leaves. */
export interface SGDProgress {
  /** θ after the last step, in the layout of `LinearModel`. */
  readonly iterate: Float64Array;
  /** The mean of the iterates; `null` when none is kept. */
  readonly average: Float64Array | null;
  /** Steps done. */
  readonly steps: number;
  /** Epochs of the last fit: the most that any output took. */
  readonly nIter: number;
}

export interface SGDData {
  readonly X: Matrix;
  /** n numbers, or class codes. */
  readonly y: Float64Array;
  readonly sampleWeight: Float64Array | null;
  /** K weights of a classifier's classes; `null`: all 1. */
  readonly classWeight: Float64Array | null;
}

/** For `classTargets` and `numberTargets`: `trainSGD` refuses NaN and infinity in X. */
export const checkedInTraining = () => undefined;

/** How many epochs there are, and what ends them before. */
export interface Epochs {
  readonly maxIter: number;
  readonly tol: number | null;
}

export function firstProgress({ nParameters }: LinearModel, parameters: SGDParameters): SGDProgress {
  const average = averageFrom(parameters) === null ? null : new Float64Array(nParameters);
  return { iterate: new Float64Array(nParameters), average, steps: 0, nIter: 0 };
}

/** θ to predict with: the average, once there is one. */
export function answerOf(progress: SGDProgress, parameters: SGDParameters): Float64Array {
  const from = averageFrom(parameters);
  const { average, iterate, steps } = progress;
  return average !== null && from !== null && from <= steps ? average : iterate;
}

/**
 * Trains from where `progress` is; it is not changed. One-vs-all is output by output, each until it no longer improves, as
 * scikit-learn does; all outputs of `softmax` go together. One class alone leaves nothing to learn.
 *
 * A step takes every feature of its row to the weights, were it by 0 (0 · ∞ is NaN), and no step brings a weight back from
 * there. So the weights tell whether X is finite, and X is only looked at before where rows are not learnt from.
 *
 * @throws DataError for NaN or infinity in X, and when the weights become infinite.
 */
export function trainSGD(
  model: LinearModel,
  data: SGDData,
  parameters: SGDParameters,
  { maxIter, tol }: Epochs,
  seed: number,
  progress: SGDProgress,
): SGDProgress {
  const [iterate, average] = [progress.iterate.slice(), progress.average?.slice() ?? null];
  const split = splitOf(data, parameters, model, seed);
  const outputs = outputsToTrain(model);
  if (split !== null || outputs.length === 0) checkFinite(data.X);
  let nIter = 0;
  for (const output of outputs) {
    const random = createRandom(hashSeed(seed, "sgd", output ?? "all", progress.steps));
    const options = stepOptions(data, parameters, progress.steps, average);
    const rows = { X: data.X, y: data.y, ...(output !== undefined && { output }) };
    const run = new SGDRun(
      model,
      iterate,
      { ...rows, ...(split && { order: split.train.slice() }) },
      parameters.shuffle ? { ...options, random } : options,
    );
    const score = split && scorerOf(model, output, iterate, data, split);
    const count = runEpochs(run, iterate, data.X, { ...parameters, maxIter, tol }, score);
    nIter = Math.max(nIter, count);
  }
  return { iterate, average, nIter, steps: progress.steps + nIter * data.X.nRows };
}

/** One run for each output of its own, `undefined` for all of them at once. */
function outputsToTrain({ nClasses, nOutputs, lossOfScores }: LinearModel): (number | undefined)[] {
  if (nClasses === 1) return [];
  return lossOfScores.kind === "multinomial" ? [undefined] : Array.from({ length: nOutputs }, (_, k) => k);
}

function splitOf(
  data: SGDData,
  parameters: SGDParameters,
  { task }: LinearModel,
  seed: number,
): Split | null {
  const n = data.X.nRows;
  if (!parameters.earlyStopping || n < 2) return null;
  const codes = task === "classifier" ? data.y : null;
  const split = holdOut(n, parameters.validationFraction, codes, hashSeed(seed, "held out"));
  checkHeldOut(split.validation, data.sampleWeight);
  return split;
}

function stepOptions(
  { sampleWeight, classWeight }: SGDData,
  parameters: SGDParameters,
  firstStep: number,
  average: Float64Array | null,
): StepOptions {
  const { eta0, learningRate, penalty, alpha, l1Ratio, powerT } = parameters;
  const from = averageFrom(parameters);
  return {
    learningRate: eta0,
    rate: learningRate,
    penalty,
    alpha,
    l1Ratio,
    powerT,
    firstStep,
    ...(sampleWeight && { sampleWeight }),
    ...(classWeight && { classWeight }),
    ...(average && from !== null && { average: { from, parameters: average } }),
  };
}

/** @returns a function that scores the iterate of the moment on the rows held out: of one output, or of all. */
function scorerOf(
  model: LinearModel,
  output: number | undefined,
  iterate: Float64Array,
  { X, y, sampleWeight }: SGDData,
  { validation }: Split,
): () => number {
  const held = heldOutRows(X, y, sampleWeight, validation);
  if (output === undefined || model.nOutputs === 1) return () => scoreOf(model, iterate, held);
  return scorerOfClass(model, output, iterate, held);
}

/** The binary problem of one class against all others. */
function scorerOfClass(model: LinearModel, k: number, iterate: Float64Array, held: HeldOut): () => number {
  const { task, loss, nFeatures: d, nWeights } = model;
  const binary = new LinearModel({ task, loss, nFeatures: d, nOutputs: 1 });
  const own = { ...held, y: held.y.map((code) => Number(code === k)) };
  return () => {
    const parameters = new Float64Array(d + 1);
    parameters.set(iterate.subarray(k * d, (k + 1) * d));
    parameters[d] = iterate[nWeights + k];
    return scoreOf(binary, parameters, own);
  };
}

/** Epochs until the loss, or the score, did not improve by `tol` for `nIterNoChange` of them. @returns how many. */
function runEpochs(
  run: SGDRun,
  iterate: Float64Array,
  X: Matrix,
  { maxIter, tol, nIterNoChange }: Pick<SGDParameters, "maxIter" | "tol" | "nIterNoChange">,
  score: (() => number) | null,
): number {
  let best = Infinity;
  let withoutChange = 0;
  for (let epoch = 1; epoch <= maxIter; epoch++) {
    const loss = run.epoch() / X.nRows;
    checkConverging(iterate, X, epoch);
    // A score that rises is a cost that falls.
    const cost = score ? -score() : loss;
    const improved = tol === null || cost <= best - tol;
    withoutChange = improved ? 0 : withoutChange + 1;
    best = Math.min(best, cost);
    if (withoutChange < nIterNoChange) continue;
    if (!run.slowDown()) return epoch;
    withoutChange = 0;
  }
  return maxIter;
}

/** @throws DataError when a weight is not finite: for what it came from, X or the step size. */
function checkConverging(iterate: Float64Array, X: Matrix, epoch: number): void {
  if (areFinite(iterate)) return;
  checkFinite(X);
  throw new DataError({
    expected: "weights that stay finite",
    got: `NaN or infinity after epoch ${epoch}`,
    remedy: "Scale the features (mean 0, variance 1), or lower eta0.",
  });
}
