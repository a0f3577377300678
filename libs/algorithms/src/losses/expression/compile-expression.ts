import type { Task } from "../../estimator.ts";
import type { PointwiseLoss } from "../pointwise-loss.ts";
import { checkDerivative } from "./check-derivative.ts";
import { codeOf, type ExpressionCode } from "./code-of.ts";

/**
 * A loss from an expression in y and p such as `log(1 + exp(-y * p))`: parsed and differentiated by mathjs, translated
 * into a function of its own, and checked by finite differences. Comparisons are exact, where mathjs's own let nearly equal
 * numbers pass for equal. Write what stays finite: `log(1 + exp(-y * p))` is infinite beyond scores of ±709,
 * `log1p(exp(-abs(y * p))) + max(0, -y * p)` is the same loss without that border.
 *
 * @throws SyntaxFault that says what is wrong with the expression; ParameterError before `loadExpressions`.
 */
export function compileExpression(text: string, task: Task): PointwiseLoss {
  const code = codeOf(text, { parameter: "loss", symbols: ["y", "p"], variable: "p" });
  const loss = generate(text, code);
  checkDerivative(loss, task);
  return loss;
}

function generate(text: string, { body, value, derivative }: ExpressionCode): PointwiseLoss {
  const one = (result: string) =>
    new Function("y", "p", `"use strict";\n${body}\nreturn ${result};`) as PointwiseLoss["value"];
  const evaluate = new Function(
    ...["ys", "ps", "n", "values", "derivatives"],
    `"use strict";
for (let i = 0; i < n; i++) {
const y = ys[i];
const p = ps[i];
${body}
values[i] = ${value};
derivatives[i] = ${derivative};
}`,
  ) as PointwiseLoss["evaluate"];
  return { name: text, value: one(value), derivative: one(derivative), evaluate };
}
