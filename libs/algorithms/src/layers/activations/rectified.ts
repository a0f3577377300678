import { kernels, strided, type Floats, type Strided } from "../../kernels/index.ts";
import type { Activation } from "./activation.ts";

/**
 * The rectified linear unit (Nair & Hinton, Rectified Linear Units Improve Restricted Boltzmann Machines, 2010):
 *
 *     f(z) = max(0, z)        f'(z) = 1 where z > 0, else 0
 *
 * NaN stays, −∞ becomes it.
 */
export const relu: Activation = {
  name: "relu",
  needsInput: false,
  initialiser: "he",
  flops: 1,
  forward(z, bias, y) {
    kernels().rectifyRows(rowsAt(z, bias, y), bias);
  },
  backward(y, g) {
    kernels().rectifyGradient(y, g);
  },
};

/** The slope below 0. */
const LEAK = 0.01;

/**
 * A rectifier that lets some of the gradient through below 0 (Maas et al., Rectifier Nonlinearities Improve Neural Network
 * Acoustic Models, 2013):
 *
 *     f(z) = z where z > 0, else 0.01 z        f'(z) = 1 where z > 0, else 0.01
 */
export const leakyRelu: Activation = {
  name: "leaky_relu",
  needsInput: false,
  initialiser: "he",
  flops: 2,
  forward(z, bias, y) {
    const width = bias.length;
    for (let at = 0; at < z.length; at += width) {
      for (let j = 0; j < width; j++) {
        const value = z[at + j] + bias[j];
        y[at + j] = value * (LEAK + (1 - LEAK) * Number(value > 0));
      }
    }
  },
  backward(y, g) {
    for (let i = 0; i < g.length; i++) g[i] *= LEAK + (1 - LEAK) * Number(y[i] > 0);
  },
};

/** f(z) = z: a linear layer. */
export const identity: Activation = {
  name: "identity",
  needsInput: false,
  initialiser: "glorot",
  flops: 0,
  forward(z, bias, y) {
    kernels().addToRows(rowsAt(z, bias, y), bias);
  },
  backward() {
    // f' = 1
  },
};

/** y as rows as long as the bias, with what z has in them. */
function rowsAt(z: Floats, { length: width }: Floats, y: Floats): Strided {
  if (y !== z) y.set(z);
  return strided(y, y.length / width, width);
}
