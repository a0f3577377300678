import {
  addPenaltyGradient,
  columnMoments,
  createOptimizer,
  createPenalty,
  createSchedule,
  encodeLabels,
  LinearModel,
  scalingOf,
  shrink,
  standardize,
  takeRows,
  type GradientModel,
  type Label,
  type Matrix,
  type PointwiseLoss,
} from "@chimera/algorithms";
import type { MadeData } from "../testing/made-data.ts";
import { holdOut } from "./hold-out.ts";
import { nWeightsOf, type ModelSource } from "./model-source.ts";
import { linearOptionsOf } from "./prepare-order.ts";
import type { ParameterServerSettings } from "./settings.ts";

/** The rows of all shards, and where they are from. */
export interface SerialOptions {
  settings: ParameterServerSettings;
  source: ModelSource;
  classes: Label[] | null;
  /** Shard sizes: what is held out is drawn from each shard on its own. */
  sizes: readonly number[];
  /** n weights, sample times class. */
  weights?: Float64Array;
}

export interface SerialResult {
  parameters: Float64Array;
  iterations: number;
  validationLosses: number[];
}

/**
 * Gradient descent in one process, written down as plainly as can be, for tests: what a distributed fit in gradient
 * mode with whole shards must equal. Features are standardised.
 */
export function serialTraining(data: MadeData, options: SerialOptions): SerialResult {
  const { settings, source, classes, sizes, weights } = options;
  const model = source.modelOf({ nFeatures: data.columns.length, classes }, linearOptionsOf(settings));
  const X = standardize(data.X, scalingOf(columnMoments(data.X)));
  const y = classes === null ? Float64Array.from(data.y as number[]) : encodeLabels(data.y, classes);
  const held = settings.earlyStopping ? heldOutRows(sizes, settings) : [];
  const train = part(X, y, weights, (i) => !held.includes(i));
  const validation = part(X, y, weights, (i) => held.includes(i));
  const lossOn = ({ X, y, weights }: Part, gradient: Float64Array): number =>
    model.lossAndGradient(theta, X, y, gradient, undefined, weights);

  const penalty = createPenalty(settings);
  const pointwise = lossOf(model);
  const { schedule: name, learningRate: eta0, powerT, alpha } = settings;
  const schedule = createSchedule(name, { eta0, powerT, alpha, ...(pointwise && { loss: pointwise }) });
  const step = schedule.init();
  const state = createOptimizer(settings.optimizer, { learningRate: settings.learningRate }).init(
    model.nParameters,
  );
  const theta = model.initialParameters?.(settings.seed) ?? new Float64Array(model.nParameters);
  const g = new Float64Array(model.nParameters);
  const trail: Float64Array[] = [];
  const validationLosses: number[] = [];
  let best = Infinity;
  let unchanged = 0;
  let iterations = 0;
  while (iterations < settings.maxIter) {
    iterations++;
    const trainingLoss = lossOn(train, g);
    addPenaltyGradient(penalty, theta, g, nWeightsOf(model));
    if (settings.earlyStopping || name === "adaptive") {
      const loss = settings.earlyStopping
        ? lossOn(validation, new Float64Array(model.nParameters))
        : trainingLoss;
      validationLosses.push(loss);
      unchanged = best - loss > settings.tol ? 0 : unchanged + 1;
      best = Math.min(best, loss);
      if (unchanged === settings.nIterNoChange) {
        if (!schedule.slowDown(step)) break;
        unchanged = 0;
      }
    }
    const eta = schedule.rate(step, iterations);
    createOptimizer(settings.optimizer, { learningRate: eta }).update(state, theta, g);
    shrink(penalty, eta, theta, nWeightsOf(model));
    if (settings.average !== false && iterations >= Number(settings.average)) trail.push(theta.slice());
  }
  return { parameters: trail.length > 0 ? meanOf(trail) : theta, iterations, validationLosses };
}

function lossOf(model: GradientModel): PointwiseLoss | undefined {
  const loss = model instanceof LinearModel ? model.lossOfScores : undefined;
  return loss?.kind === "pointwise" ? loss.pointwise : undefined;
}

interface Part {
  X: Matrix;
  y: Float64Array;
  weights: Float64Array | undefined;
}

function part(
  X: Matrix,
  y: Float64Array,
  weights: Float64Array | undefined,
  has: (i: number) => boolean,
): Part {
  const rows = Array.from(y.keys()).filter(has);
  const of = (values: Float64Array): Float64Array => Float64Array.from(rows, (i) => values[i]);
  return { X: takeRows(X, rows), y: of(y), weights: weights && of(weights) };
}

function heldOutRows(
  sizes: readonly number[],
  { validationFraction, seed }: ParameterServerSettings,
): number[] {
  return sizes.flatMap((size, k) => {
    const start = sizes.slice(0, k).reduce((sum, n) => sum + n, 0);
    const { validation } = holdOut(size, validationFraction, seed, `worker${k + 1}`);
    return Array.from(validation, (i) => start + i);
  });
}

/** 1/T Σ θₜ, as a sum that is divided in the end. */
function meanOf(trail: readonly Float64Array[]): Float64Array {
  return trail[0].map((_, j) => trail.reduce((sum, theta) => sum + theta[j], 0) / trail.length);
}
