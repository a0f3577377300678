import type { Task } from "../../estimator.ts";
import type { PointwiseLoss } from "../pointwise-loss.ts";
import { checkDerivative } from "./check-derivative.ts";
import { checkSyntax } from "./check-syntax.ts";
import { Emitter, type Operand } from "./emitter.ts";
import { requireMathJs, type MathJsModule } from "./mathjs.ts";
import type { ExpressionNode } from "./nodes.ts";
import { SyntaxFault } from "./syntax-fault.ts";
import { Translator } from "./translate.ts";

/**
 * A loss from an expression in y and p such as `log(1 + exp(-y * p))`: parsed and differentiated by mathjs, translated
 * into a function of its own, and checked by finite differences. Comparisons are exact, where mathjs's own let nearly equal
 * numbers pass for equal. Write what stays finite: `log(1 + exp(-y * p))` is infinite beyond scores of ±709,
 * `log1p(exp(-abs(y * p))) + max(0, -y * p)` is the same loss without that border.
 *
 * @throws SyntaxFault that says what is wrong with the expression; ParameterError before `loadExpressions`.
 */
export function compileExpression(text: string, task: Task): PointwiseLoss {
  if (text.trim() === "") throw new SyntaxFault("it is empty");
  refuseLoneWord(text);
  const math = requireMathJs(text);
  const node = parse(math, text);
  checkSyntax(node, text);
  const emitter = new Emitter();
  const translator = new Translator(math, emitter);
  const value = translator.value(node);
  const derivative = translator.derivative(node);
  if (derivative.constant === 0) throw new SyntaxFault("it does not depend on p");
  const loss = generate(text, emitter.statements, value, derivative);
  checkDerivative(loss, task);
  return loss;
}

/** A misspelt name of a loss: that needs no parser. */
function refuseLoneWord(text: string): void {
  const word = /^\s*([A-Za-z_]\w*)\s*$/.exec(text)?.[1];
  if (word === undefined || word === "y" || word === "p") return;
  throw new SyntaxFault(`unknown symbol ${word}`, text.indexOf(word) + 1);
}

function parse(math: MathJsModule, text: string): ExpressionNode {
  try {
    return math.parse(text) as unknown as ExpressionNode;
  } catch (error) {
    const { message, char } = error as { message: string; char?: number };
    throw new SyntaxFault(message.replace(/ \(char \d+\)$/, ""), char ?? null);
  }
}

/** The statements come from the nodes that `checkSyntax` let pass, and hold nothing of the text but its numbers. */
function generate(
  text: string,
  statements: readonly string[],
  value: Operand,
  derivative: Operand,
): PointwiseLoss {
  const body = statements.join("\n");
  const one = (result: Operand) =>
    new Function("y", "p", `"use strict";\n${body}\nreturn ${result.code};`) as PointwiseLoss["value"];
  const evaluate = new Function(
    ...["ys", "ps", "n", "values", "derivatives"],
    `"use strict";
for (let i = 0; i < n; i++) {
const y = ys[i];
const p = ps[i];
${body}
values[i] = ${value.code};
derivatives[i] = ${derivative.code};
}`,
  ) as PointwiseLoss["evaluate"];
  return { name: text, value: one(value), derivative: one(derivative), evaluate };
}
