import type { Floats } from "../kernels/index.ts";
import { sizeOf, type Tensor } from "../tensor/tensor.ts";
import { checkBoolean, checkIntegerAtLeast, checkOptions } from "../validation/parameters.ts";
import { activate } from "./activate.ts";
import { chooseActivation, type ActivationName } from "./activations/index.ts";
import { addBiasGradient, biasOf, type Affine } from "./affine.ts";
import { allocate } from "./buffers.ts";
import { convolutionOf } from "./convolution.ts";
import { chooseInitialiser, type InitialiserName } from "./initialise.ts";
import type { Layer, LayerConfig, Place } from "./layer.ts";
import { requireAxes } from "./require-axes.ts";
import { windowOf, type Padding, type Pair } from "./window.ts";

export interface Conv2DOptions {
  /** From one place of the filter to the next. Default 1. */
  stride?: Pair;
  /** Default `valid`: none. */
  padding?: Padding;
  /** f, by name, or as an expression in x. Default `identity`. */
  activation?: ActivationName | (string & {});
  /** Whether there is b. Default true. */
  bias?: boolean;
  /** How the filters are drawn; biases start at 0. Default: as the activation is best served. */
  initialiser?: InitialiserName;
}

export interface Conv2DConfig extends LayerConfig, Conv2DOptions {
  readonly type: "conv2d";
  /** m, an integer ≥ 1. */
  readonly filters: number;
  /** h × w. */
  readonly kernelSize: Pair;
}

const OPTIONS = {
  ...{ type: 0, filters: 0, kernelSize: 0, stride: 0, padding: 0, activation: 0, bias: 0, initialiser: 0 },
};

/**
 * m filters of h × w × C go over an image of H × W × C (a cross-correlation, as everywhere in the field):
 *
 *     z[y, x, f] = b_f + Σ_ijc K[i, j, c, f] · image[s y + i − p, s x + j − p, c]        output = act(z)
 *
 * θ: filters h × w × C × m, biases m.
 *
 * @param filters m ≥ 1. @param kernelSize h and w, one number or `[h, w]`.
 */
export function conv2d(filters: number, kernelSize: Pair, options: Conv2DOptions = {}): Conv2DConfig {
  return { type: "conv2d", filters, kernelSize, ...options };
}

interface Cache {
  readonly input: Tensor;
  readonly kept: Floats;
}

/** As a dense layer of what each place of the window sees; see `convolutionOf`. */
export function makeConv2D(config: Conv2DConfig, place: Place): Layer<Cache> {
  checkOptions(OPTIONS, config);
  const { filters: m, bias: hasBias = true } = config;
  const { inputShape, dtype } = place;
  checkIntegerAtLeast(1, "filters", m);
  checkBoolean("bias", hasBias);
  requireAxes(inputShape, 3, "n × height × width × channels", "Give images with the channels last.");
  const { kernelSize: size, stride = 1, padding = "valid" } = config;
  const window = windowOf(inputShape, { size, stride, padding }, "kernelSize");
  const activation = chooseActivation(config.activation ?? "identity");
  const initialise = chooseInitialiser(config.initialiser ?? activation.initialiser);
  const { h, w, C, outH, outW } = window;
  const affine: Affine = { k: h * w * C, m, activation };
  const { k } = affine;
  const places = outH * outW;
  const noBias = allocate(dtype, m);
  const convolution = convolutionOf(window, affine);
  return {
    outputShape: [outH, outW, m],
    parameterShapes: { filters: [h, w, C, m], ...(hasBias && { biases: [m] }) },
    flops: places * m * (2 * k + Number(hasBias) + activation.flops),
    cacheSize: activation.needsInput ? places * m : 0,
    init: (theta, seed) => initialise(theta, k * m, { fanIn: k, fanOut: h * w * m }, seed),
    forward(theta, input, { take }) {
      const n = input.shape[0];
      const z = take(n * places * m);
      convolution.forward(theta, input.data, n, z, take);
      const { y, kept } = activate(activation, z, hasBias ? biasOf(affine, theta) : noBias, take);
      return { output: { shape: [n, outH, outW, m], data: y }, cache: { input, kept } };
    },
    backward(theta, { input, kept }, { data: D }, gradient, { take, needsInputGradient }) {
      const n = input.shape[0];
      activation.backward(kept, D, m);
      if (hasBias) addBiasGradient(affine, D, gradient, take);
      const dX = needsInputGradient ? take(n * sizeOf(inputShape)) : null;
      convolution.backward(theta, input.data, n, D, gradient, dX, take);
      return dX && { shape: input.shape, data: dX };
    },
  };
}
