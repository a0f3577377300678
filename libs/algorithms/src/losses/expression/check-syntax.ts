import type { ExpressionNode, FunctionNode, OperatorNode } from "./nodes.ts";
import { columnOf, SyntaxFault } from "./syntax-fault.ts";

/** Functions of one number; `max` and `min` take two or more. */
const UNARY_FUNCTIONS = [
  ...["exp", "expm1", "log", "log1p", "log2", "log10", "sqrt", "cbrt", "square", "abs"],
  ...["sin", "cos", "tan", "atan", "sinh", "cosh", "tanh"],
];
const SEVERAL = ["max", "min"];
const FUNCTIONS = [...UNARY_FUNCTIONS, ...SEVERAL];

/** Activations that have a name, but are no functions here. */
const FORMULAS: Readonly<Record<string, string>> = {
  sigmoid: "1 / (1 + exp(-x))",
  relu: "max(x, 0)",
  leaky_relu: "max(x, 0.01 * x)",
  softplus: "log1p(exp(x))",
};

const ARITHMETIC = ["add", "subtract", "multiply", "divide", "pow", "unaryMinus", "unaryPlus"];
const COMPARISONS = ["smaller", "larger", "smallerEq", "largerEq", "equal", "unequal"];
const LOGIC = ["and", "or", "not"];

/**
 * Lets pass what we can compute and differentiate: the symbols, numbers, + − * / ^, the functions above, and
 * `condition ? a : b` with comparisons, `and`, `or` and `not` in the condition.
 *
 * @param symbols what may stand for itself, e.g. y and p.
 * @throws SyntaxFault that says what else there is, and where.
 */
export function checkSyntax(node: ExpressionNode, text: string, symbols: readonly string[]): void {
  switch (node.type) {
    case "ConstantNode":
      if (typeof node.value === "number" && Number.isFinite(node.value)) return;
      throw new SyntaxFault(`${JSON.stringify(node.value) ?? "nothing"} is not a finite number`);
    case "SymbolNode":
      if (symbols.includes(node.name)) return;
      throw new SyntaxFault(`unknown symbol ${node.name}`, columnOf(text, node.name));
    case "ParenthesisNode":
      checkSyntax(node.content, text, symbols);
      return;
    case "OperatorNode":
      checkOperator(node, text, symbols);
      return;
    case "FunctionNode":
      checkFunction(node, text, symbols);
      return;
    case "ConditionalNode":
      checkCondition(node.condition, text, symbols);
      checkSyntax(node.trueExpr, text, symbols);
      checkSyntax(node.falseExpr, text, symbols);
      return;
    default:
      throw unexpected(node, text);
  }
}

function checkOperator({ op, fn, args }: OperatorNode, text: string, symbols: readonly string[]): void {
  if (COMPARISONS.includes(fn) || LOGIC.includes(fn)) {
    throw new SyntaxFault(`${op} outside of the condition of a ? b : c`, columnOf(text, op));
  }
  if (!ARITHMETIC.includes(fn))
    throw new SyntaxFault(`the operator ${op} is not known here`, columnOf(text, op));
  for (const arg of args) checkSyntax(arg, text, symbols);
}

function checkFunction({ fn, args }: FunctionNode, text: string, symbols: readonly string[]): void {
  const name = fn.name ?? "";
  const column = columnOf(text, name, "\\s*\\(");
  if (!FUNCTIONS.includes(name)) {
    const formula = Object.hasOwn(FORMULAS, name) ? FORMULAS[name] : undefined;
    const fault =
      formula === undefined
        ? `unknown function ${name}`
        : `${name} is no function of expressions, write ${formula} for ${name}(x)`;
    throw new SyntaxFault(`${fault} (known: ${FUNCTIONS.join(", ")})`, column);
  }
  const fits = SEVERAL.includes(name) ? args.length >= 2 : args.length === 1;
  if (!fits) {
    const wanted = SEVERAL.includes(name) ? "two or more arguments" : "one argument";
    throw new SyntaxFault(`${name} takes ${wanted}, not ${args.length},`, column);
  }
  for (const arg of args) checkSyntax(arg, text, symbols);
}

function checkCondition(node: ExpressionNode, text: string, symbols: readonly string[]): void {
  if (node.type === "ParenthesisNode") {
    checkCondition(node.content, text, symbols);
  } else if (node.type === "OperatorNode" && LOGIC.includes(node.fn)) {
    for (const arg of node.args) checkCondition(arg, text, symbols);
  } else if (node.type === "OperatorNode" && COMPARISONS.includes(node.fn)) {
    for (const arg of node.args) checkSyntax(arg, text, symbols);
  } else {
    throw new SyntaxFault("the condition before ? is no comparison such as y * p < 1", columnOf(text, "?"));
  }
}

/** mathjs's parser knows strings, matrices, units, assignments, several statements and more. */
function unexpected(node: { type: string }, text: string): SyntaxFault {
  const signs: Record<string, string> = {
    ArrayNode: "[",
    AccessorNode: ".",
    AssignmentNode: "=",
    FunctionAssignmentNode: "=",
    BlockNode: ";",
    ObjectNode: "{",
    RangeNode: ":",
  };
  const what = node.type.replace(/Node$/, "").toLowerCase();
  const sign = signs[node.type];
  const advice = node.type === "RelationalNode" ? " (write a < b and b < c)" : "";
  const article = /^[aeiou]/.test(what) ? "an" : "a";
  return new SyntaxFault(`no place for ${article} ${what}${advice}`, sign ? columnOf(text, sign) : null);
}
