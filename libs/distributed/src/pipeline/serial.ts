import {
  chooseNetworkLoss,
  Sequential,
  type Floats,
  type Label,
  type LayerMaker,
  type Matrix,
  type Weights,
} from "@chimera/algorithms";
import { BatchPlan, microBatchOf } from "./batches.ts";
import { clip } from "./gradient-exchange.ts";
import { copyOf, partFor, rangesOf, addSquaredNorms, updatePart, type Part, type PartState } from "./part.ts";
import type { TrainingPlan } from "./plan.ts";
import { floatsOf, inputsOf, scalingFor, takeInputs, targetsOf } from "./training-data.ts";

export interface SerialTraining extends PartState {
  readonly network: Sequential;
  /** Mean loss of every epoch, before the updates. */
  readonly losses: readonly number[];
}

/**
 * The same training in one process, without stages: what a pipeline is compared with. For each step
 *
 *     g_r = Σ_j ∂L_j/∂θ over the micro-batches j of replica r        g = g₀ + g₁ + …        θ ← optimizer(θ, g)
 *
 * which are the sums of the pipeline in the same order, so that the weights are the same bit for bit.
 *
 * @param X n × d, in the plan's order of columns. @param epochs how many.
 */
export function trainInOneProcess(
  plan: TrainingPlan,
  X: Matrix,
  y: ArrayLike<Label>,
  epochs: number,
  {
    layerTypes = {},
    sampleWeight,
  }: { layerTypes?: Readonly<Record<string, LayerMaker>>; sampleWeight?: Float64Array } = {},
): SerialTraining {
  const { inputShape, layers, dtype, grid, microBatches: m, batchSize, seed, shuffle, clipNorm } = plan;
  const network = new Sequential({ inputShape, layers, dtype }, layerTypes);
  const part = partFor(network, rangesOf(network), plan);
  const loss = chooseNetworkLoss(plan.loss);
  const inputs = inputsOf(X, scalingFor(X, plan.standardize), inputShape, dtype);
  const targets = targetsOf(y, plan.classes);
  const batches = new BatchPlan({ nRows: X.nRows, batchSize, seed, shuffle });
  const width = inputs.data.length / X.nRows;
  const memory = floatsOf(dtype, batchSize * width);
  const replicas = Array.from({ length: grid.nReplicas }, (_, r) =>
    r === 0 ? part.gradient : network.vector(),
  );
  const losses: number[] = [];

  /** Adds the gradients of one micro-batch. @returns its share of the batch's loss. */
  function addMicroBatch(
    weights: Weights,
    rows: Int32Array,
    j: number,
    step: number,
    total: number,
    gradient: Floats,
  ): number {
    const input = takeInputs(inputs, rows, memory.subarray(0, rows.length * width));
    const batch = network.forward(weights, input, { training: true, seed, step, microBatch: j });
    const D = batch.lease.take(batch.output.data.length);
    const of = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => values[row]);
    const options = { total, ...(sampleWeight && { sampleWeight: of(sampleWeight) }) };
    const share = loss.evaluate(batch.output, of(targets), D, options);
    network.backward(batch, { shape: batch.output.shape, data: D }, gradient);
    network.release(batch);
    return share;
  }

  function takeStep(step: number): number {
    const rows = batches.batchOf(step);
    const statistics = replicas.map(() => part.weights.statistics.slice());
    let sum = 0;
    replicas.forEach((gradient, r) => {
      gradient.fill(0);
      const weights = { parameters: part.weights.parameters, statistics: statistics[r] };
      for (let j = r * m; j < (r + 1) * m; j++) {
        const microBatch = microBatchOf(rows, j, grid.nReplicas * m);
        sum += addMicroBatch(weights, microBatch, j, step, rows.length, gradient);
      }
    });
    for (const gradient of replicas.slice(1)) add(gradient, part.gradient);
    meanOf(statistics, part.weights.statistics);
    if (clipNorm !== null) clipWhole(part, layers.length, clipNorm);
    updatePart(part, plan, step);
    return sum * rows.length;
  }

  for (let epoch = 0; epoch < epochs; epoch++) {
    let sum = 0;
    for (let s = 0; s < batches.stepsPerEpoch; s++) sum += takeStep(epoch * batches.stepsPerEpoch + s);
    losses.push(sum / X.nRows);
  }
  return { network, losses, ...copyOf(part) };
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
