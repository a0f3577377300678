import {
  columnMoments,
  createRandom,
  encodeLabels,
  foldScaling,
  hashSeed,
  scalingOf,
  sgdEpochs,
  standardize,
  takeRows,
  type Label,
  type LinearModel,
  type Matrix,
  type Task,
} from "@chimera/algorithms";
import type { MadeData } from "../testing/made-data.ts";
import { modelSourceOf } from "./model-source.ts";
import { linearOptionsOf } from "./prepare-order.ts";
import { resolveSettings, type ParameterServerOptions, type ParameterServerSettings } from "./settings.ts";

export interface SerialRoundsOptions {
  task: Task;
  rows: MadeData;
  classes: Label[] | null;
  /** Shard sizes. */
  sizes: readonly number[];
  /** n weights, sample times class. */
  weights?: Float64Array;
}

interface SerialShard {
  X: Matrix;
  y: Float64Array;
  sampleWeight?: Float64Array;
}

/**
 * Local epochs of the linear model on standardised features as one plain loop, for tests: every round each shard's epochs
 * from θ, then θ ← θ − Σ n_k (θ − θ_k) / Σ n_k. What a distributed fit in that mode must equal.
 *
 * @returns θ for raw features, or its mean over the rounds where `average` asks for it; and how many rounds were begun.
 */
export function serialRounds(
  options: SerialRoundsOptions,
  asked: ParameterServerOptions,
): { parameters: Float64Array; rounds: number } {
  const { task, rows, classes } = options;
  const settings = resolveSettings(task, { ...asked, mode: "local-epochs" });
  const shape = { nFeatures: rows.columns.length, classes };
  const model = modelSourceOf(task, asked.loss).modelOf(shape, linearOptionsOf(settings)) as LinearModel;
  const scaling = scalingOf(columnMoments(rows.X));
  const shards = shardsOf(standardize(rows.X, scaling), options);
  const trail: Float64Array[] = [];
  let theta: Float64Array = new Float64Array(model.nParameters);
  let eta = settings.learningRate;
  let best = Infinity;
  let unchanged = 0;
  let round = 0;
  while (round < settings.maxIter) {
    const { next, loss } = serialRound(model, theta, shards, settings, eta, ++round);
    if (settings.schedule === "adaptive") {
      unchanged = best - loss > settings.tol ? 0 : unchanged + 1;
      best = Math.min(best, loss);
      if (unchanged === settings.nIterNoChange) {
        if (eta <= 1e-6) break;
        eta /= 5;
        unchanged = 0;
      }
    }
    theta = next;
    if (settings.average !== false && round >= Number(settings.average)) trail.push(theta);
  }
  const last = trail.length > 0 ? meanOf(trail) : theta;
  return { parameters: foldScaling(last, model, scaling), rounds: round };
}

function serialRound(
  model: LinearModel,
  theta: Float64Array,
  shards: readonly SerialShard[],
  settings: ParameterServerSettings,
  learningRate: number,
  round: number,
): { next: Float64Array; loss: number } {
  const { epochs, schedule: rate, powerT, alpha, penalty, l1Ratio, seed } = settings;
  const n = shards.reduce((sum, { y }) => sum + y.length, 0);
  const change = new Float64Array(theta.length);
  let loss = 0;
  shards.forEach(({ X, y, sampleWeight }, k) => {
    const local = theta.slice();
    const seen = sgdEpochs(model, local, X, y, {
      ...{ epochs, learningRate, rate, powerT, alpha, penalty, l1Ratio },
      ...(sampleWeight && { sampleWeight }),
      firstStep: (round - 1) * epochs * y.length,
      random: createRandom(hashSeed(seed, `worker${k + 1}`, round)),
    });
    for (let j = 0; j < change.length; j++) change[j] += (y.length / n) * (theta[j] - local[j]);
    loss += (y.length / n) * seen;
  });
  return { next: theta.map((value, j) => value - change[j]), loss };
}

function shardsOf(Z: Matrix, { rows, classes, sizes, weights }: SerialRoundsOptions): SerialShard[] {
  const targets = classes === null ? Float64Array.from(rows.y as number[]) : encodeLabels(rows.y, classes);
  return sizes.map((size, k) => {
    const start = sizes.slice(0, k).reduce((sum, n) => sum + n, 0);
    const indices = Array.from({ length: size }, (_, i) => start + i);
    return {
      X: takeRows(Z, indices),
      y: targets.slice(start, start + size),
      ...(weights && { sampleWeight: weights.slice(start, start + size) }),
    };
  });
}

/** 1/T Σ θₜ */
function meanOf(trail: readonly Float64Array[]): Float64Array {
  return trail[0].map((_, j) => trail.reduce((sum, theta) => sum + theta[j], 0) / trail.length);
}
