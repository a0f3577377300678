import type { Floats } from "../kernels/index.ts";
import { checkPositive } from "../validation/parameters.ts";

/** ‖g‖² in float64: of a network in parts, the parts' are summed. */
export function squaredNorm(g: Floats): number {
  let sum = 0;
  for (let j = 0; j < g.length; j++) sum += g[j] * g[j];
  return sum;
}

/**
 * What gradients are multiplied by so that the norm of all together is at most c (Pascanu, Mikolov & Bengio, On the Difficulty
 * of Training Recurrent Neural Networks, 2013):
 *
 *     min(1, c / ‖g‖)
 *
 * @param norm ‖g‖ of all gradients of the network. @param maxNorm c > 0.
 */
export function clipFactor(norm: number, maxNorm: number): number {
  checkPositive("maxNorm", maxNorm);
  return norm > maxNorm ? maxNorm / norm : 1;
}

/**
 * Shortens the gradients, in place, so that the norm of all together is at most `maxNorm`.
 *
 * @returns ‖g‖ before.
 */
export function clipByGlobalNorm(gradients: readonly Floats[], maxNorm: number): number {
  const norm = Math.sqrt(gradients.reduce((sum, g) => sum + squaredNorm(g), 0));
  const factor = clipFactor(norm, maxNorm);
  if (factor < 1) for (const g of gradients) for (let j = 0; j < g.length; j++) g[j] *= factor;
  return norm;
}

/** Cuts every component to −c … c, in place. NaN stays. @param maxValue c > 0. */
export function clipByValue(gradient: Floats, maxValue: number): void {
  checkPositive("maxValue", maxValue);
  for (let j = 0; j < gradient.length; j++) {
    if (gradient[j] > maxValue) gradient[j] = maxValue;
    else if (gradient[j] < -maxValue) gradient[j] = -maxValue;
  }
}
