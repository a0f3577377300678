import { ParameterError } from "../../errors.ts";
import { compileActivation, loadExpressions, SyntaxFault } from "../../losses/expression/index.ts";
import { closest } from "../../validation/closest.ts";
import type { Activation } from "./activation.ts";
import { identity, leakyRelu, relu } from "./rectified.ts";
import { gelu, sigmoid, softplus, tanh } from "./smooth.ts";
import { softmax } from "./softmax.ts";

const ACTIVATIONS = {
  identity,
  relu,
  leaky_relu: leakyRelu,
  gelu,
  tanh,
  sigmoid,
  softplus,
  softmax,
} satisfies Record<string, Activation>;

export type ActivationName = keyof typeof ACTIVATIONS;

/** The names of the activations, in the order of the documentation. */
export const ACTIVATION_NAMES = Object.keys(ACTIVATIONS) as ActivationName[];

/**
 * An activation by its name, or a user's own as an expression in x (see `compileActivation`), e.g. `x / (1 + exp(-x))`.
 *
 * @throws ParameterError that says what is wrong, and in an expression where; or that `loadExpressions` comes first.
 */
export function chooseActivation(activation: string): Activation {
  if (Object.hasOwn(ACTIVATIONS, activation)) return ACTIVATIONS[activation as ActivationName];
  if (typeof activation !== "string") throw refusal(activation);
  const kept = compiled.get(activation);
  if (kept) return kept;
  const made = compile(activation);
  if (compiled.size >= MOST_KEPT) compiled.clear();
  compiled.set(activation, made);
  return made;
}

/** Several layers have the same one, and compiling takes milliseconds. */
const compiled = new Map<string, Activation>();
const MOST_KEPT = 100;

/** Loads the parser of expressions, when the activation is one, and checks it. @throws ParameterError */
export async function readyActivation(activation: string): Promise<void> {
  if (!Object.hasOwn(ACTIVATIONS, activation)) await loadExpressions();
  chooseActivation(activation);
}

function compile(text: string): Activation {
  try {
    return { name: text, needsInput: true, initialiser: "he", flops: 8, ...compileActivation(text) };
  } catch (error) {
    if (error instanceof SyntaxFault) throw refusal(text, questionOf(text) ?? error.describe(text));
    throw error;
  }
}

/** One word is rather a misspelt name. */
function questionOf(text: string): string | undefined {
  const meant = /^\w+$/.test(text) ? closest(text, ACTIVATION_NAMES) : undefined;
  return meant && `did you mean ${meant}?`;
}

function refusal(activation: unknown, detail?: string): ParameterError {
  const rule = `be one of ${ACTIVATION_NAMES.join(", ")}, or an expression in x`;
  return new ParameterError("activation", rule, activation, detail);
}
