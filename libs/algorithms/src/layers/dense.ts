import { strided, type Floats } from "../kernels/index.ts";
import { sizeOf, type Tensor } from "../tensor/tensor.ts";
import { checkBoolean, checkIntegerAtLeast, checkOptions } from "../validation/parameters.ts";
import { activate } from "./activate.ts";
import { chooseActivation, type ActivationName } from "./activations/index.ts";
import {
  addBiasGradient,
  addWeightGradient,
  biasOf,
  inputGradient,
  multiply,
  type Affine,
} from "./affine.ts";
import { allocate } from "./buffers.ts";
import { chooseInitialiser, type InitialiserName } from "./initialise.ts";
import type { Layer, LayerConfig, Place } from "./layer.ts";
import { requireAxes } from "./require-axes.ts";

export interface DenseOptions {
  /** f, by name, or as an expression in x. Default `identity`. */
  activation?: ActivationName | (string & {});
  /** Whether there is b. Default true. */
  bias?: boolean;
  /** How the weights are drawn; biases start at 0. Default: as the activation is best served. */
  initialiser?: InitialiserName;
}

export interface DenseConfig extends LayerConfig, DenseOptions {
  readonly type: "dense";
  /** m, an integer ≥ 1. */
  readonly units: number;
}

const OPTIONS = { type: 0, units: 0, activation: 0, bias: 0, initialiser: 0 };

/**
 * Every output sees every input:
 *
 *     y = f(Wᵀ x + b)        θ: weights k × m, biases m
 *
 * @param units m ≥ 1.
 */
export function dense(units: number, options: DenseOptions = {}): DenseConfig {
  return { type: "dense", units, ...options };
}

interface Cache {
  readonly input: Tensor;
  /** What the activation's derivative is computed from. */
  readonly kept: Floats;
}

/**
 * With the rows of a batch, X (n × k) and Y (n × m), and D = ∂L/∂Z, Z = X W + 1 bᵀ:
 *
 *     Y = f(Z)        ∂L/∂W = Xᵀ D        ∂L/∂b = Dᵀ 1        ∂L/∂X = D Wᵀ
 */
export function makeDense(config: DenseConfig, { inputShape, dtype }: Place): Layer<Cache> {
  checkOptions(OPTIONS, config);
  const { units, bias: hasBias = true } = config;
  checkIntegerAtLeast(1, "units", units);
  checkBoolean("bias", hasBias);
  requireAxes(inputShape, 1, "n × features", "Put a flatten() before it.");
  const activation = chooseActivation(config.activation ?? "identity");
  const initialise = chooseInitialiser(config.initialiser ?? activation.initialiser);
  const affine: Affine = { k: sizeOf(inputShape), m: units, activation };
  const { k, m } = affine;
  const noBias = allocate(dtype, m);
  return {
    outputShape: [m],
    parameterShapes: { weights: [k, m], ...(hasBias && { biases: [m] }) },
    flops: 2 * k * m + (hasBias ? m : 0) + activation.flops * m,
    cacheSize: activation.needsInput ? m : 0,
    init: (theta, seed) => initialise(theta, k * m, { fanIn: k, fanOut: m }, seed),
    forward(theta, input, { take }) {
      const n = input.shape[0];
      const z = take(n * m);
      multiply(affine, theta, strided(input.data, n, k), strided(z, n, m));
      const { y, kept } = activate(activation, z, hasBias ? biasOf(affine, theta) : noBias, take);
      return { output: { shape: [n, m], data: y }, cache: { input, kept } };
    },
    backward(theta, { input, kept }, { data: D }, gradient, { take, needsInputGradient }) {
      const n = input.shape[0];
      activation.backward(kept, D, m);
      const dZ = strided(D, n, m);
      addWeightGradient(affine, strided(input.data, n, k), dZ, gradient);
      if (hasBias) addBiasGradient(affine, D, gradient, take);
      if (!needsInputGradient) return null;
      const dX = take(n * k);
      inputGradient(affine, theta, dZ, strided(dX, n, k));
      return { shape: input.shape, data: dX };
    },
  };
}
