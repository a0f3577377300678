import { DataError } from "../errors.ts";
import type { Floats } from "../kernels/index.ts";
import { sizeOf } from "../tensor/tensor.ts";
import { checkBetween, checkOptions, checkPositive } from "../validation/parameters.ts";
import type { Layer, LayerConfig, Place } from "./layer.ts";

export interface BatchNormOptions {
  /** ε > 0. Default 1e-5. */
  epsilon?: number;
  /** ρ, the weight of the newest micro-batch in the running statistics, 0…1. Default 0.1. */
  momentum?: number;
}

export interface BatchNormConfig extends LayerConfig, BatchNormOptions {
  readonly type: "batchNorm";
}

/**
 * Every feature (of the last axis; of an image its channels) gets mean 0 and variance 1 over the micro-batch, and over the
 * places of an image, then a scale and a shift that are learnt (Ioffe & Szegedy, Batch Normalization, 2015):
 *
 *     x̂ = (x − μ) / σ        μ = mean x        σ² = mean (x − μ)² + ε        y = γ x̂ + β
 *
 * In training μ and σ are those of the micro-batch, of N numbers a feature: a batch that is cut into smaller ones gives
 * other answers. Each micro-batch, in the order of the forwards, goes into the running statistics, which take their place
 * when it is not training:
 *
 *     mean ← (1 − ρ) mean + ρ μ        variance ← (1 − ρ) variance + ρ N/(N−1) mean (x − μ)²
 */
export function batchNorm(options: BatchNormOptions = {}): BatchNormConfig {
  return { type: "batchNorm", ...options };
}

interface Cache {
  /** x̂, as many as the input has. */
  readonly normal: Floats;
  /** 1/σ of every feature. */
  readonly inverse: Float64Array;
  /** Whether μ and σ depend on x. */
  readonly training: boolean;
}

/**
 * With D = ∂L/∂y and sums over the N numbers of a feature:
 *
 *     ∂L/∂γ = Σ D x̂        ∂L/∂β = Σ D        ∂L/∂x = γ/σ (D − (∂L/∂β + x̂ ∂L/∂γ) / N)        in training; else γ/σ D
 */
export function makeBatchNorm(config: BatchNormConfig, { inputShape }: Place): Layer<Cache> {
  checkOptions({ type: 0, epsilon: 0, momentum: 0 }, config);
  const { epsilon = 1e-5, momentum = 0.1 } = config;
  checkPositive("epsilon", epsilon);
  checkBetween(0, 1, "momentum", momentum);
  const C = inputShape[inputShape.length - 1];
  const size = sizeOf(inputShape);
  return {
    outputShape: inputShape,
    parameterShapes: { scales: [C], shifts: [C] },
    statisticShapes: { means: [C], variances: [C] },
    flops: 8 * size,
    cacheSize: size,
    init: (theta) => void theta.fill(1, 0, C),
    initStatistics: (statistics) => void statistics.fill(1, C),
    forward(theta, { shape, data: x }, { training, statistics, take }) {
      const { mean, variance } = training ? momentsOf(x, C) : momentsIn(statistics, C);
      if (training) follow(statistics, mean, variance, momentum, rowsOf(x, C));
      const inverse = variance.map((value) => 1 / Math.sqrt(value + epsilon));
      const [y, normal] = [take(x.length), take(x.length)];
      for (let at = 0; at < x.length; at += C) {
        for (let j = 0; j < C; j++) {
          const value = (x[at + j] - mean[j]) * inverse[j];
          normal[at + j] = value;
          y[at + j] = theta[j] * value + theta[C + j];
        }
      }
      return { output: { shape, data: y }, cache: { normal, inverse, training } };
    },
    backward(theta, { normal, inverse, training }, D, gradient) {
      const [scales, shifts] = [new Float64Array(C), new Float64Array(C)];
      addSums(D.data, normal, scales, shifts);
      for (let j = 0; j < C; j++) {
        gradient[j] += scales[j];
        gradient[C + j] += shifts[j];
      }
      // Constant μ and σ: nothing comes back through them.
      if (!training) [scales, shifts].forEach((sums) => sums.fill(0));
      backwardRows(D.data, normal, theta, inverse, scales, shifts);
      return D;
    },
  };
}

/** N @throws DataError for one number a feature: it has no variance. */
function rowsOf(x: Floats, C: number): number {
  const N = x.length / C;
  if (N !== 1) return N;
  throw new DataError({
    expected: "at least 2 numbers of each feature in a micro-batch that is learnt from",
    got: "1",
    remedy: "Give larger micro-batches, or take layerNorm().",
  });
}

/** Mean and variance of every feature, in two passes, which keep their digits. */
function momentsOf(x: Floats, C: number): { mean: Float64Array; variance: Float64Array } {
  const [mean, variance] = [new Float64Array(C), new Float64Array(C)];
  const N = Math.max(1, x.length / C);
  for (let at = 0; at < x.length; at += C) for (let j = 0; j < C; j++) mean[j] += x[at + j];
  for (let j = 0; j < C; j++) mean[j] /= N;
  for (let at = 0; at < x.length; at += C) {
    for (let j = 0; j < C; j++) variance[j] += (x[at + j] - mean[j]) ** 2;
  }
  for (let j = 0; j < C; j++) variance[j] /= N;
  return { mean, variance };
}

function momentsIn(statistics: Floats, C: number): { mean: Float64Array; variance: Float64Array } {
  return {
    mean: Float64Array.from(statistics.subarray(0, C)),
    variance: Float64Array.from(statistics.subarray(C)),
  };
}

/** Takes a micro-batch of N numbers a feature into the running statistics. */
function follow(
  statistics: Floats,
  mean: Float64Array,
  variance: Float64Array,
  rho: number,
  N: number,
): void {
  if (N === 0) return;
  const C = mean.length;
  for (let j = 0; j < C; j++) {
    statistics[j] += rho * (mean[j] - statistics[j]);
    statistics[C + j] += rho * ((N / (N - 1)) * variance[j] - statistics[C + j]);
  }
}

/** scales ← Σ D x̂, shifts ← Σ D */
function addSums(D: Floats, normal: Floats, scales: Float64Array, shifts: Float64Array): void {
  const C = scales.length;
  for (let at = 0; at < D.length; at += C) {
    for (let j = 0; j < C; j++) {
      scales[j] += D[at + j] * normal[at + j];
      shifts[j] += D[at + j];
    }
  }
}

/** ∂L/∂y becomes ∂L/∂x. */
function backwardRows(
  D: Floats,
  normal: Floats,
  theta: Floats,
  inverse: Float64Array,
  scales: Float64Array,
  shifts: Float64Array,
): void {
  const C = inverse.length;
  const N = D.length / C;
  for (let at = 0; at < D.length; at += C) {
    for (let j = 0; j < C; j++) {
      D[at + j] = theta[j] * inverse[j] * (D[at + j] - (shifts[j] + normal[at + j] * scales[j]) / N);
    }
  }
}
