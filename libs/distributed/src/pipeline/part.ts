import {
  createOptimizer,
  DataError,
  squaredNorm,
  stepSizeAt,
  type Floats,
  type MicroBatch,
  type Moment,
  type OptimizerState,
  type Sequential,
  type Shape,
  type Tensor,
  type Weights,
} from "@chimera/algorithms";
import type { TrainingPlan } from "./plan.ts";
import type { Exchange } from "./timeline.ts";

type Soon<T> = T | Promise<T>;

/** Consecutive layers of the network, as one worker computes them: a `Sequential`, or its share of one (tensor parallelism). */
export interface PartNetwork {
  readonly outputShape: Shape;
  readonly nParameters: number;
  readonly nStatistics: number;
  init(seed: number): Weights;
  vector(): Floats;
  forward(weights: Weights, input: Tensor, moment?: Moment): Soon<MicroBatch>;
  backward(
    batch: MicroBatch,
    outputGradient: Tensor,
    gradient: Floats,
    options: { inputGradient: boolean },
  ): Soon<Tensor | null>;
  release(batch: MicroBatch): void;
  /** What it exchanged with other workers since it was asked last; left out where it does not. */
  exchanged?(): Exchange;
}

/** Parameters of one layer of the network: `[from, to)` of a part's. */
export interface LayerRange {
  readonly layer: number;
  readonly from: number;
  readonly to: number;
}

/** The parameters of a whole part, layer by layer. */
export function rangesOf({ layers, firstLayer }: Sequential): LayerRange[] {
  return layers.map(({ parameters: [from, to] }, i) => ({ layer: firstLayer + i, from, to }));
}

/** What a part is trained to, so far. It is enough to go on from, on another worker too. */
export interface PartState {
  readonly weights: Weights;
  readonly optimizer: OptimizerState<Floats>;
}

/** A part under training. */
export interface Part extends PartState {
  readonly network: PartNetwork;
  /** ∂L/∂θ of the step. */
  readonly gradient: Floats;
  /** What this worker counts of the gradient's norm: where several hold the same, one of them does. */
  readonly normRanges: readonly LayerRange[];
}

/**
 * @param from where to go on; default: the start, which follows from the seed.
 * @throws DataError when that is not of this network and optimizer.
 */
export function partFor(
  network: PartNetwork,
  normRanges: readonly LayerRange[],
  plan: TrainingPlan,
  from?: PartState,
): Part {
  const gradient = network.vector();
  const weights = network.init(plan.seed);
  const optimizer = optimizerAt(plan, 0).init(network.nParameters, () => network.vector());
  if (from) {
    requireState(from, { weights, optimizer });
    weights.parameters.set(from.weights.parameters);
    weights.statistics.set(from.weights.statistics);
    optimizer.step = from.optimizer.step;
    optimizer.buffers.forEach((buffer, i) => buffer.set(from.optimizer.buffers[i]));
  }
  return { network, normRanges, weights, optimizer, gradient };
}

/** @throws DataError unless each vector of one is as long as that of the other. */
function requireState(got: PartState, expected: PartState): void {
  const lengthsOf = ({ weights: { parameters, statistics }, optimizer }: PartState): string =>
    `${parameters.length} parameters, ${statistics.length} statistics and [${optimizer.buffers
      .map(({ length }) => length)
      .join(", ")}] of the optimizer`;
  if (lengthsOf(got) === lengthsOf(expected)) return;
  throw new DataError({
    expected: lengthsOf(expected),
    got: lengthsOf(got),
    remedy: "Go on from a state of the same network and optimizer.",
  });
}

/** The optimizer of a step: it holds nothing but its step size. @param step 0, 1, … */
function optimizerAt(plan: TrainingPlan, step: number): ReturnType<typeof createOptimizer> {
  const { stepSizes, optimizer, optimizerOptions } = plan;
  return createOptimizer(optimizer, { learningRate: stepSizeAt(stepSizes, step + 1), ...optimizerOptions });
}

/** θ ← optimizer(θ, g) @returns ‖step‖² */
export function updatePart({ weights, optimizer, gradient }: Part, plan: TrainingPlan, step: number): number {
  return optimizerAt(plan, step).update(optimizer, weights.parameters, gradient) ** 2;
}

/** Adds ‖g‖² of each layer at its place in the whole network. */
export function addSquaredNorms({ normRanges, gradient }: Part, norms: Float64Array): void {
  for (const { layer, from, to } of normRanges) norms[layer] += squaredNorm(gradient.subarray(from, to));
}

/** A copy that later steps do not change. */
export function copyOf({ weights, optimizer }: PartState): PartState {
  return {
    weights: { parameters: weights.parameters.slice(), statistics: weights.statistics.slice() },
    optimizer: { step: optimizer.step, buffers: optimizer.buffers.map((buffer) => buffer.slice()) },
  };
}
