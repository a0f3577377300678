export { activation, type ActivationConfig } from "./activation-layer.ts";
export {
  ACTIVATION_NAMES,
  chooseActivation,
  readyActivation,
  type Activation,
  type ActivationName,
} from "./activations/index.ts";
export { batchNorm, type BatchNormConfig, type BatchNormOptions } from "./batch-norm.ts";
export { BufferPool } from "./buffers.ts";
export type { PlacedLayer, Weights } from "./chain.ts";
export { conv2d, type Conv2DConfig, type Conv2DOptions } from "./conv2d.ts";
export { dense, type DenseConfig, type DenseOptions } from "./dense.ts";
export { dropout, type DropoutConfig } from "./dropout.ts";
export { flatten, type FlattenConfig } from "./flatten.ts";
export type { InitialiserName } from "./initialise.ts";
export type {
  BackwardContext,
  Forward,
  ForwardContext,
  Layer,
  LayerConfig,
  LayerMaker,
  Moment,
  Place,
} from "./layer.ts";
export { layerNorm, type LayerNormConfig, type LayerNormOptions } from "./layer-norm.ts";
export {
  binaryCrossEntropy,
  chooseNetworkLoss,
  crossEntropy,
  type BatchOptions,
  type NetworkLoss,
} from "./losses/index.ts";
export { avgPool2d } from "./avg-pool2d.ts";
export { maxPool2d } from "./max-pool2d.ts";
export type { PoolConfig, PoolOptions } from "./pool-window.ts";
export { readyLayers } from "./ready-layers.ts";
export { residual, type ResidualConfig } from "./residual.ts";
export {
  INFERENCE,
  Sequential,
  type MicroBatch,
  type NamedTensor,
  type SequentialOptions,
} from "./sequential.ts";
export { summarise, summaryText, type LayerSummary, type NetworkSummary } from "./summary.ts";
export type { Padding, Pair } from "./window.ts";
