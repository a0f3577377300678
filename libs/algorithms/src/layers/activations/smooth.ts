import type { InitialiserName } from "../initialise.ts";
import type { Activation } from "./activation.ts";

/** A function of one number whose derivative follows from its value. */
interface FromOutput {
  f(z: number): number;
  /** f'(z) by y = f(z). */
  slope(y: number): number;
}

/** A call per number, which next to an exponential is little. */
function fromOutput(name: string, flops: number, { f, slope }: FromOutput): Activation {
  return {
    name,
    needsInput: false,
    initialiser: "glorot",
    flops,
    forward(z, bias, y) {
      const width = bias.length;
      for (let at = 0; at < z.length; at += width) {
        for (let j = 0; j < width; j++) y[at + j] = f(z[at + j] + bias[j]);
      }
    },
    backward(y, g) {
      for (let i = 0; i < g.length; i++) g[i] *= slope(y[i]);
    },
  };
}

/** f(z) = tanh z        f' = 1 − y² */
export const tanh = fromOutput("tanh", 1, { f: Math.tanh, slope: (y) => 1 - y * y });

/** The logistic function: f(z) = 1 / (1 + e⁻ᶻ)        f' = y (1 − y) */
export const sigmoid = fromOutput("sigmoid", 3, {
  f: (z) => 1 / (1 + Math.exp(-z)),
  slope: (y) => y * (1 - y),
});

/**
 * A smooth rectifier (Dugas et al., Incorporating Second-Order Functional Knowledge for Better Option Pricing, 2000):
 *
 *     f(z) = log(1 + eᶻ) = max(0, z) + log(1 + e^−|z|)        f' = 1 / (1 + e⁻ᶻ) = 1 − e⁻ʸ
 */
export const softplus = fromOutput("softplus", 5, {
  f: (z) => Math.max(0, z) + Math.log1p(Math.exp(-Math.abs(z))),
  slope: (y) => -Math.expm1(-y),
});

/** √(2/π) and the cubic term's factor. */
const SCALE = Math.sqrt(2 / Math.PI);
const CUBIC = 0.044715;

/**
 * The Gaussian error linear unit z Φ(z) in its form with tanh (Hendrycks & Gimpel, Gaussian Error Linear Units, 2016),
 * which is within 0.0005 of it:
 *
 *     f(z) = ½ z (1 + t)        t = tanh u        u = √(2/π) (z + 0.044715 z³)
 *     f'(z) = ½ (1 + t) + ½ z (1 − t²) u'
 *
 * PyTorch's is `GELU(approximate="tanh")`.
 */
export const gelu: Activation = {
  name: "gelu",
  needsInput: true,
  initialiser: "he" satisfies InitialiserName,
  flops: 9,
  forward(z, bias, y) {
    const width = bias.length;
    for (let at = 0; at < z.length; at += width) {
      for (let j = 0; j < width; j++) {
        const value = z[at + j] + bias[j];
        z[at + j] = value;
        y[at + j] = 0.5 * value * (1 + Math.tanh(SCALE * (value + CUBIC * value ** 3)));
      }
    }
  },
  backward(z, g) {
    for (let i = 0; i < g.length; i++) {
      const value = z[i];
      const t = Math.tanh(SCALE * (value + CUBIC * value ** 3));
      const slope = SCALE * (1 + 3 * CUBIC * value * value);
      g[i] *= 0.5 * (1 + t) + 0.5 * value * (1 - t * t) * slope;
    }
  },
};
