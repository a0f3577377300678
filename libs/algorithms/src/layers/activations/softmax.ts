import { kernels, strided } from "../../kernels/index.ts";
import type { Activation } from "./activation.ts";
import { identity } from "./rectified.ts";

/**
 * Probabilities from scores, over the last axis (Bridle, Probabilistic Interpretation of Feedforward Classification Network
 * Outputs, 1990):
 *
 *     yₖ = e^zₖ / Σⱼ e^zⱼ        ∂L/∂zₖ = yₖ (gₖ − Σⱼ gⱼ yⱼ)
 *
 * A classifier is better trained without: the loss `cross_entropy` takes the scores z, and loses no digits.
 */
export const softmax: Activation = {
  name: "softmax",
  needsInput: false,
  initialiser: "glorot",
  flops: 4,
  forward(z, bias, y) {
    identity.forward(z, bias, y);
    kernels().softmaxRows(strided(y, y.length / bias.length, bias.length));
  },
  backward(y, g, width) {
    for (let at = 0; at < g.length; at += width) {
      let sum = 0;
      for (let k = at; k < at + width; k++) sum += g[k] * y[k];
      for (let k = at; k < at + width; k++) g[k] = y[k] * (g[k] - sum);
    }
  },
};
