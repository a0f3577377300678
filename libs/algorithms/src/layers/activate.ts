import type { Floats } from "../kernels/index.ts";
import type { Activation } from "./activations/index.ts";

/**
 * y = f(z + b), in the memory of z where z need not be kept.
 *
 * @returns y, and what the derivative will be computed from.
 */
export function activate(
  activation: Activation,
  z: Floats,
  bias: Floats,
  take: (length: number) => Floats,
): { y: Floats; kept: Floats } {
  const y = activation.needsInput ? take(z.length) : z;
  activation.forward(z, bias, y);
  return { y, kept: activation.needsInput ? z : y };
}
