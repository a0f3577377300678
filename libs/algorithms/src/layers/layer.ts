import type { Floats } from "../kernels/index.ts";
import type { DType, Shape, Tensor } from "../tensor/tensor.ts";

/** A layer as plain JSON: its type, and its options. */
export interface LayerConfig {
  readonly type: string;
  readonly [option: string]: unknown;
}

/** Where a layer stands. */
export interface Place {
  /** Its index in the whole network, also in a part of it; inside of a block, e.g. `3.body.0`. Chance is drawn by it. */
  readonly path: string;
  /** Of one example, without the axis of the batch. */
  readonly inputShape: Shape;
  readonly dtype: DType;
  /** Makes the layers inside of a block, users' own types included. */
  readonly makeLayer: (config: LayerConfig, place: Omit<Place, "makeLayer">) => Layer;
}

/** Makes the layer that a config describes. @throws ParameterError, DataError by the names in the config. */
export type LayerMaker = (config: never, place: Place) => Layer;

/** Which micro-batch this is: what is drawn at random for it follows from these numbers alone. */
export interface Moment {
  /** Whether it is learnt from: Dropout drops, and BatchNorm goes by the micro-batch, only then. */
  readonly training: boolean;
  /** Seed of the run. */
  readonly seed: number;
  /** Steps done before. */
  readonly step: number;
  /** Its number in its step. */
  readonly microBatch: number;
}

export interface ForwardContext extends Moment {
  /** The layer's own statistics: updated in place, in training. */
  readonly statistics: Floats;
  /** Memory for so many numbers, whatever is in it: the micro-batch's own until it is released. */
  take(length: number): Floats;
}

export interface BackwardContext {
  /** The layer's own statistics. */
  readonly statistics: Floats;
  /** Whether anybody needs ∂L/∂input: nobody does of the first layer. Without, `backward` may return `null`. */
  readonly needsInputGradient: boolean;
  take(length: number): Floats;
}

/** What a forward gives: the answer, and what its backward will need. */
export interface Forward<Cache> {
  readonly output: Tensor;
  readonly cache: Cache;
}

/**
 * A layer y = f(x; θ) for examples of one shape: data, and pure functions. It remembers nothing between calls: what
 * `backward` needs of `forward` is the cache, which belongs to the micro-batch, so several may be under way at once (the
 * forward of 2, then the backward of 1).
 *
 * θ is one flat vector, `parameters`: the tensors of `parameterShapes` one behind the other. A layer without parameters
 * gets an empty one.
 */
export interface Layer<Cache = unknown> {
  /** Of one example, without the axis of the batch. */
  readonly outputShape: Shape;
  /** What it learns, by name. Default: nothing. */
  readonly parameterShapes?: Readonly<Record<string, Shape>>;
  /** What it notes of the data while it learns, by name, such as the running mean of BatchNorm. Default: nothing. */
  readonly statisticShapes?: Readonly<Record<string, Shape>>;
  /** Operations on numbers in `forward`, for one example; a multiplication and an addition are two. Default: 0. */
  readonly flops?: number;
  /** Numbers that its cache holds for one example, besides input and output. Default: 0. */
  readonly cacheSize?: number;
  /** θ where training starts: the vector is full of zeros. Default: they stay. */
  init?(parameters: Floats, seed: number): void;
  /** The statistics before the first batch: the vector is full of zeros. Default: they stay. */
  initStatistics?(statistics: Floats): void;
  /** @param input n examples; it is not changed, and stays as it is until the backward is done. */
  forward(parameters: Floats, input: Tensor, context: ForwardContext): Forward<Cache>;
  /**
   * The chain rule: from ∂L/∂y to ∂L/∂θ and ∂L/∂x.
   *
   * @param outputGradient ∂L/∂y; it may be overwritten.
   * @param parameterGradient ∂L/∂θ is added to it, so that micro-batches sum.
   * @returns ∂L/∂x
   */
  backward(
    parameters: Floats,
    cache: Cache,
    outputGradient: Tensor,
    parameterGradient: Floats,
    context: BackwardContext,
  ): Tensor | null;
}
