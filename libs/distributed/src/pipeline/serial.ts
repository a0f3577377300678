import {
  chooseNetworkLoss,
  Sequential,
  sizeOf,
  type Floats,
  type Label,
  type LayerMaker,
  type Matrix,
  type Moment,
  type NetworkLoss,
  type Tensor,
  type Weights,
} from "@chimera/algorithms";
import { BatchPlan, microBatchOf } from "./batches.ts";
import { clip } from "./gradient-exchange.ts";
import { microBatchLoss, type Targets } from "./micro-batch-loss.ts";
import { copyOf, partFor, rangesOf, addSquaredNorms, updatePart, type Part, type PartState } from "./part.ts";
import type { TrainingPlan } from "./plan.ts";
import { floatsOf, scalingFor, takeInputs, targetsOf, trainingInputs } from "./training-data.ts";

export interface SerialTraining extends PartState {
  readonly network: Sequential;
  /** Mean loss of every epoch, before the updates. */
  readonly losses: readonly number[];
}

/** What a pipeline's workers are given besides the plan, X and y. */
export interface SerialOptions {
  /** Users' own types of layers. */
  readonly layerTypes?: Readonly<Record<string, LayerMaker>>;
  /** n weights ≥ 0 of the rows in the loss. Default: all 1. */
  readonly sampleWeight?: Float64Array;
}

/**
 * The same training in one process, without stages: what a pipeline is compared with. For each step
 *
 *     g_r = Σ_j ∂L_j/∂θ over the micro-batches j of replica r        g = g₀ + g₁ + …        θ ← optimizer(θ, g)
 *
 * which are the sums of the pipeline in the same order, so that the weights are the same bit for bit.
 *
 * @param X n × d, in the plan's order of columns. @param epochs how many.
 * @throws ParameterError, DataError that name the layer, or what does not fit.
 */
export function trainInOneProcess(
  plan: TrainingPlan,
  X: Matrix,
  y: ArrayLike<Label>,
  epochs: number,
  options: SerialOptions = {},
): SerialTraining {
  const trainer = new SerialTrainer(plan, X, y, options);
  const losses = Array.from({ length: epochs }, (_, epoch) => trainer.runEpoch(epoch));
  return { network: trainer.network, losses, ...copyOf(trainer.part) };
}

class SerialTrainer {
  readonly network: Sequential;
  readonly part: Part;
  readonly #plan: TrainingPlan;
  readonly #loss: NetworkLoss;
  readonly #inputs: Tensor;
  readonly #targets: Targets;
  readonly #batches: BatchPlan;
  readonly #inputMemory: Floats;
  /** g_r; the first is the part's own, which becomes g. */
  readonly #gradients: readonly Floats[];

  constructor(
    plan: TrainingPlan,
    X: Matrix,
    y: ArrayLike<Label>,
    { layerTypes = {}, sampleWeight }: SerialOptions,
  ) {
    const { inputShape, layers, dtype, grid, batchSize, seed, shuffle } = plan;
    this.#plan = plan;
    this.network = new Sequential({ inputShape, layers, dtype }, layerTypes);
    this.part = partFor(this.network, rangesOf(this.network), plan);
    this.#loss = chooseNetworkLoss(plan.loss);
    this.#inputs = trainingInputs(X, scalingFor(X, plan.standardize), plan);
    this.#targets = { targets: targetsOf(y, plan.classes), ...(sampleWeight && { sampleWeight }) };
    this.#batches = new BatchPlan({ nRows: X.nRows, batchSize, seed, shuffle });
    this.#inputMemory = floatsOf(dtype, batchSize * sizeOf(inputShape));
    const others = Array.from({ length: grid.nReplicas - 1 }, () => this.network.vector());
    this.#gradients = [this.part.gradient, ...others];
  }

  /** @returns the mean loss over the rows, before each step. */
  runEpoch(epoch: number): number {
    const { stepsPerEpoch, batches } = this.#batches;
    let sum = 0;
    for (let s = 0; s < stepsPerEpoch; s++) sum += this.#takeStep(epoch * stepsPerEpoch + s);
    return sum / batches.nRows;
  }

  /** @returns the loss before it, summed over the batch's rows. */
  #takeStep(step: number): number {
    const { part } = this;
    const { grid, microBatches: m, clipNorm, layers } = this.#plan;
    const rows = this.#batches.batchOf(step);
    const statistics = this.#gradients.map(() => part.weights.statistics.slice());
    let loss = 0;
    this.#gradients.forEach((gradient, r) => {
      gradient.fill(0);
      const weights = { parameters: part.weights.parameters, statistics: statistics[r] };
      for (let j = r * m; j < (r + 1) * m; j++) {
        const moment = { training: true, seed: this.#plan.seed, step, microBatch: j };
        const microBatch = microBatchOf(rows, j, grid.nReplicas * m);
        loss += this.#addGradient(weights, microBatch, moment, rows.length, gradient);
      }
    });
    for (const gradient of this.#gradients.slice(1)) add(gradient, part.gradient);
    meanOf(statistics, part.weights.statistics);
    if (clipNorm !== null) clipWhole(part, layers.length, clipNorm);
    updatePart(part, this.#plan, step);
    return loss * rows.length;
  }

  /** Adds ∂L_j/∂θ of one micro-batch of a batch of `nRows`. @returns L_j */
  #addGradient(weights: Weights, rows: Int32Array, moment: Moment, nRows: number, gradient: Floats): number {
    const memory = this.#inputMemory.subarray(0, rows.length * sizeOf(this.#plan.inputShape));
    const batch = this.network.forward(weights, takeInputs(this.#inputs, rows, memory), moment);
    const { share, outputGradient } = microBatchLoss(this.#loss, batch, this.#targets, rows, nRows);
    this.network.backward(batch, outputGradient, gradient);
    this.network.release(batch);
    return share;
  }
}

function add(from: Floats, to: Floats): void {
  for (let i = 0; i < to.length; i++) to[i] += from[i];
}

/** What each replica noted, averaged as its workers do it. */
function meanOf(list: readonly Floats[], mean: Floats): void {
  mean.set(list[0]);
  if (list.length === 1) return;
  for (const statistics of list.slice(1)) add(statistics, mean);
  for (let i = 0; i < mean.length; i++) mean[i] /= list.length;
}

function clipWhole(part: Part, nLayers: number, clipNorm: number): void {
  const norms = new Float64Array(nLayers);
  addSquaredNorms(part, norms);
  clip([part], norms, clipNorm);
}
