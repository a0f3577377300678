import type { Floats } from "../kernels/index.ts";
import { sizeOf, type Tensor } from "../tensor/tensor.ts";
import { checkBoolean, checkIntegerAtLeast, checkOptions } from "../validation/parameters.ts";
import { activate } from "./activate.ts";
import { chooseActivation, type ActivationName } from "./activations/index.ts";
import {
  addColumnSums,
  addWeightGradient,
  biasOf,
  multiply,
  multiplyTransposed,
  type Affine,
} from "./affine.ts";
import { allocate } from "./buffers.ts";
import { chooseInitialiser, type InitialiserName } from "./initialise.ts";
import type { Layer, LayerConfig, Place } from "./layer.ts";
import { addPatches, takePatches } from "./patches.ts";
import { requireAxes } from "./require-axes.ts";
import { windowOf, type Padding, type Pair, type Window } from "./window.ts";

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

/** Numbers of patches that are held at a time: 1 MB of float32, which a second-level cache holds. */
const BLOCK_VALUES = 2 ** 18;

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

/**
 * The window's patches P are the rows of one product with the filters as columns: Z = P K + 1 bᵀ, as of a dense layer.
 * Patches are h · w / s² times as large as the image, so they are made for some images at a time, in the same memory, and made
 * again for the backward.
 */
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
  const plan = blockPlan(window, k);
  return {
    outputShape: [outH, outW, m],
    parameterShapes: { filters: [h, w, C, m], ...(hasBias && { biases: [m] }) },
    flops: places * m * (2 * k + Number(hasBias) + activation.flops),
    cacheSize: activation.needsInput ? places * m : 0,
    init: (theta, seed) => initialise(theta, k * m, { fanIn: k, fanOut: h * w * m }, seed),
    forward(theta, input, { take }) {
      const n = input.shape[0];
      const z = take(n * places * m);
      plan.each(n, input.data, take, (P, from, first, count) => {
        multiply(affine, theta, P, from, count * places, z, first * places * m);
      });
      const { y, kept } = activate(activation, z, hasBias ? biasOf(affine, theta) : noBias, take);
      return { output: { shape: [n, outH, outW, m], data: y }, cache: { input, kept } };
    },
    backward(theta, { input, kept }, { data: D }, gradient, { take, needsInputGradient }) {
      const n = input.shape[0];
      activation.backward(kept, D, m);
      if (hasBias) addColumnSums(D, biasOf(affine, gradient));
      plan.each(n, input.data, take, (P, from, first, count) => {
        addWeightGradient(affine, P, from, count * places, D, first * places * m, gradient);
      });
      if (!needsInputGradient) return null;
      const dX = take(n * sizeOf(inputShape));
      plan.eachGradient(n, dX, take, (dP, from, first, count) => {
        multiplyTransposed(affine, theta, D, first * places * m, count * places, dP, from);
      });
      return { shape: input.shape, data: dX };
    },
  };
}

/** @param from where the rows of the images `first` … `first + count − 1` begin in P. */
type Visit = (P: Floats, from: number, first: number, count: number) => void;

type Take = (length: number) => Floats;

interface BlockPlan {
  /** Goes through the patches of all images, some at a time. */
  each(n: number, images: Floats, take: Take, visit: Visit): void;
  /** Lets `visit` write gradients of patches, and gathers them in the gradients of the images (overwritten). */
  eachGradient(n: number, images: Floats, take: Take, visit: Visit): void;
}

function blockPlan(window: Window, k: number): BlockPlan {
  const rows = window.outH * window.outW;
  if (isPointwise(window)) {
    // A 1 × 1 filter's patches are the image itself.
    const each: BlockPlan["each"] = (n, images, _take, visit) => visit(images, 0, 0, n);
    return { each, eachGradient: each };
  }
  const perBlock = Math.max(1, Math.floor(BLOCK_VALUES / (rows * k)));
  return {
    each(n, images, take, visit) {
      const P = take(Math.min(n, perBlock) * rows * k);
      for (let first = 0; first < n; first += perBlock) {
        const count = Math.min(perBlock, n - first);
        takePatches(window, images, first, count, P);
        visit(P, 0, first, count);
      }
    },
    eachGradient(n, images, take, visit) {
      const P = take(Math.min(n, perBlock) * rows * k);
      images.fill(0);
      for (let first = 0; first < n; first += perBlock) {
        const count = Math.min(perBlock, n - first);
        visit(P, 0, first, count);
        addPatches(window, P, first, count, images);
      }
    },
  };
}

function isPointwise({ h, w, strideY, strideX, top, left }: Window): boolean {
  return h === 1 && w === 1 && strideY === 1 && strideX === 1 && top === 0 && left === 0;
}
