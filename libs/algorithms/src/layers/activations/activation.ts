import type { Floats } from "../../kernels/index.ts";
import type { InitialiserName } from "../initialise.ts";

/** A function y = f(z) of a layer's outputs, and its derivative. The last axis of z has as many numbers as the bias. */
export interface Activation {
  /** As users give it: a name, or an expression in x. */
  readonly name: string;
  /** Whether the derivative is computed from z; otherwise from y, and z need not be kept. */
  readonly needsInput: boolean;
  /** What the weights before it are best drawn by. */
  readonly initialiser: InitialiserName;
  /** Operations on numbers for one output, roughly: an exponential counts as one. */
  readonly flops: number;
  /**
   * One pass for both: y ← f(z + b). Where `needsInput`, z ← z + b too; otherwise y may be z.
   *
   * @param bias b, for every place of the last axis.
   */
  forward(z: Floats, bias: Floats, y: Floats): void;
  /**
   * The chain rule, in place: g = ∂L/∂y becomes ∂L/∂z.
   *
   * @param kept z where `needsInput`, else y. @param width the length of the last axis.
   */
  backward(kept: Floats, g: Floats, width: number): void;
}
