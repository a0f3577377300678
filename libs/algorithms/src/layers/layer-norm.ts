import type { Floats } from "../kernels/index.ts";
import { sizeOf } from "../tensor/tensor.ts";
import { checkOptions, checkPositive } from "../validation/parameters.ts";
import type { Layer, LayerConfig, Place } from "./layer.ts";

export interface LayerNormOptions {
  /** ε > 0. Default 1e-5. */
  epsilon?: number;
}

export interface LayerNormConfig extends LayerConfig, LayerNormOptions {
  readonly type: "layerNorm";
}

/**
 * Every example's features (the last axis, of C numbers; of an image each place's channels) get mean 0 and variance 1,
 * then a scale and a shift that are learnt (Ba, Kiros & Hinton, Layer Normalization, 2016):
 *
 *     x̂ = (x − μ) / σ        μ = mean x        σ² = mean (x − μ)² + ε        y = γ x̂ + β
 *
 * Examples know nothing of each other, so it makes no difference how a batch is cut.
 */
export function layerNorm(options: LayerNormOptions = {}): LayerNormConfig {
  return { type: "layerNorm", ...options };
}

interface Cache {
  /** x̂, as many as the input has. */
  readonly normal: Floats;
  /** 1/σ, one for each row of C numbers. */
  readonly inverse: Floats;
}

/** With g = γ ∂L/∂y:  ∂L/∂x = (g − mean g − x̂ mean (g x̂)) / σ        ∂L/∂γ = Σ x̂ ∂L/∂y        ∂L/∂β = Σ ∂L/∂y */
export function makeLayerNorm(config: LayerNormConfig, { inputShape }: Place): Layer<Cache> {
  checkOptions({ type: 0, epsilon: 0 }, config);
  const { epsilon = 1e-5 } = config;
  checkPositive("epsilon", epsilon);
  const C = inputShape[inputShape.length - 1];
  const size = sizeOf(inputShape);
  return {
    outputShape: inputShape,
    parameterShapes: { scales: [C], shifts: [C] },
    flops: 8 * size,
    cacheSize: size + size / C,
    init: (theta) => void theta.fill(1, 0, C),
    forward(theta, { shape, data: x }, { take }) {
      const [y, normal, inverse] = [take(x.length), take(x.length), take(x.length / C)];
      for (let row = 0; row < inverse.length; row++) {
        inverse[row] = normaliseRow(x, row * C, C, epsilon, normal);
        for (let j = 0; j < C; j++) y[row * C + j] = theta[j] * normal[row * C + j] + theta[C + j];
      }
      return { output: { shape, data: y }, cache: { normal, inverse } };
    },
    backward(theta, { normal, inverse }, D, gradient) {
      const g = D.data;
      for (let row = 0; row < inverse.length; row++) {
        addScaleGradient(g, normal, row * C, C, gradient);
        backwardRow(g, normal, row * C, C, theta, inverse[row]);
      }
      return D;
    },
  };
}

/** x̂ of the row that begins at `at`. @returns 1/σ */
function normaliseRow(x: Floats, at: number, C: number, epsilon: number, normal: Floats): number {
  let mean = 0;
  for (let j = at; j < at + C; j++) mean += x[j];
  mean /= C;
  let variance = 0;
  for (let j = at; j < at + C; j++) variance += (x[j] - mean) ** 2;
  const inverse = 1 / Math.sqrt(variance / C + epsilon);
  for (let j = at; j < at + C; j++) normal[j] = (x[j] - mean) * inverse;
  return inverse;
}

/** Adds the row's part of ∂L/∂γ and ∂L/∂β. */
function addScaleGradient(D: Floats, normal: Floats, at: number, C: number, gradient: Floats): void {
  for (let j = 0; j < C; j++) {
    gradient[j] += D[at + j] * normal[at + j];
    gradient[C + j] += D[at + j];
  }
}

/** The row of ∂L/∂y becomes that of ∂L/∂x. */
function backwardRow(D: Floats, normal: Floats, at: number, C: number, theta: Floats, inverse: number): void {
  let [sum, product] = [0, 0];
  for (let j = 0; j < C; j++) {
    const g = theta[j] * D[at + j];
    sum += g;
    product += g * normal[at + j];
  }
  for (let j = 0; j < C; j++) {
    D[at + j] = inverse * (theta[j] * D[at + j] - (sum + normal[at + j] * product) / C);
  }
}
