import {
  addPenaltyGradient,
  consecutive,
  createPenalty,
  createSchedule,
  shrink,
  shuffle,
  type GradientModel,
  type Random,
} from "@chimera/algorithms";
import type { LocalEpochs } from "./messages.ts";
import { nWeightsOf } from "./model-source.ts";
import type { Rows } from "./prepared-shard.ts";

/**
 * Epochs of mini-batch SGD (Robbins & Monro, 1951; Bottou, Stochastic Gradient Descent Tricks, 2012) for any model with
 * a gradient. In every epoch the rows are shuffled and cut into batches B of `batchSize` (the last one has the rest):
 *
 *     g = ∂/∂θ 1/|B| Σ_{i ∈ B} sᵢ l(yᵢ, f(xᵢ; θ)) + α (1 − ρ) w        θ ← prox(θ − ηₜ g)
 *
 * where prox is the proximal operator of an l1 penalty (`shrink`), and t counts batches over rounds and epochs.
 *
 * @param parameters θ, updated in place. @param round from 1 on: where the schedule of the step size is.
 * @returns the mean over epochs and rows of the loss seen, each batch's before its step, without penalty; 0 without rows.
 */
export function miniBatchEpochs(
  model: GradientModel,
  parameters: Float64Array,
  { X, y, weights }: Rows,
  { epochs, learningRate: eta0, schedule: name, powerT, batchSize, ...penalty }: LocalEpochs,
  round: number,
  random: Random,
): number {
  const R = createPenalty(penalty);
  const nWeights = nWeightsOf(model);
  const gradient = new Float64Array(model.nParameters);
  const schedule = createSchedule(name, { eta0, powerT, alpha: penalty.alpha }, "learningRate");
  const state = schedule.init();
  const order = consecutive(X.nRows);
  let t = (round - 1) * epochs * Math.ceil(order.length / batchSize);
  let sum = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    for (let start = 0; start < order.length; start += batchSize) {
      const eta = schedule.rate(state, ++t);
      const batch = order.subarray(start, start + batchSize);
      sum += batch.length * model.lossAndGradient(parameters, X, y, gradient, batch, weights);
      addPenaltyGradient(R, parameters, gradient, nWeights);
      for (let j = 0; j < gradient.length; j++) parameters[j] -= eta * gradient[j];
      shrink(R, eta, parameters, nWeights);
    }
  }
  const seen = epochs * X.nRows;
  return seen === 0 ? 0 : sum / seen;
}
