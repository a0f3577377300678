import type { Floats } from "../../kernels/index.ts";
import { checkSlopes } from "./check-derivative.ts";
import { codeOf, type ExpressionCode } from "./code-of.ts";

/** An activation function over vectors. */
export interface ActivationLoops {
  /** z ← z + b, b for the last axis of z, again and again; y ← f(z). */
  forward(z: Floats, bias: Floats, y: Floats): void;
  /** g ← g f'(z) */
  backward(z: Floats, g: Floats): void;
}

/**
 * An activation function from an expression in x such as `x / (1 + exp(-x))`, by the same way as a loss
 * (`compileExpression`).
 *
 * @throws SyntaxFault that says what is wrong with the expression; ParameterError before `loadExpressions`.
 */
export function compileActivation(text: string): ActivationLoops {
  const code = codeOf(text, { parameter: "activation", symbols: ["x"], variable: "x" });
  const { body, value, derivative } = code;
  checkSlopes(scalar(code, value), scalar(code, derivative));
  const forward = new Function(
    ...["z", "bias", "y"],
    `"use strict";
const width = bias.length;
for (let at = 0; at < z.length; at += width) {
for (let j = 0; j < width; j++) {
const x = z[at + j] + bias[j];
z[at + j] = x;
${body}
y[at + j] = ${value};
}
}`,
  ) as ActivationLoops["forward"];
  const backward = new Function(
    ...["z", "g"],
    `"use strict";
for (let i = 0; i < z.length; i++) {
const x = z[i];
${body}
g[i] *= ${derivative};
}`,
  ) as ActivationLoops["backward"];
  return { forward, backward };
}

function scalar({ body }: ExpressionCode, result: string): (x: number) => number {
  return new Function("x", `"use strict";\n${body}\nreturn ${result};`) as (x: number) => number;
}
