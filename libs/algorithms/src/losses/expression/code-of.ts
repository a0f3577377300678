import { checkSyntax } from "./check-syntax.ts";
import { Emitter, type Operand } from "./emitter.ts";
import { requireMathJs, type MathJsModule } from "./mathjs.ts";
import type { ExpressionNode } from "./nodes.ts";
import { columnOf, SyntaxFault } from "./syntax-fault.ts";
import { Translator } from "./translate.ts";

/** What an expression is read as. */
export interface Reading {
  /** What the user gives it as, for the messages. */
  readonly parameter: "loss" | "activation";
  /** What may stand for itself. */
  readonly symbols: readonly string[];
  /** The symbol by which it is differentiated. */
  readonly variable: string;
}

/** An expression and its derivative as statements, and the names of the two results. */
export interface ExpressionCode {
  readonly body: string;
  readonly value: string;
  readonly derivative: string;
}

/**
 * Parses, checks, differentiates and translates. The code comes from the nodes that `checkSyntax` let pass, and holds nothing
 * of the text but its numbers.
 *
 * @throws SyntaxFault that says what is wrong with the expression; ParameterError before `loadExpressions`.
 */
export function codeOf(text: string, reading: Reading): ExpressionCode {
  const { parameter, symbols, variable } = reading;
  if (text.trim() === "") throw new SyntaxFault("it is empty");
  refuseLoneWord(text, symbols);
  const math = requireMathJs(text, parameter);
  const node = parse(math, text);
  checkSyntax(node, text, symbols);
  const emitter = new Emitter();
  const translator = new Translator(math, emitter, variable);
  const value = translator.value(node);
  const derivative: Operand = translator.derivative(node);
  if (derivative.constant === 0) throw new SyntaxFault(`it does not depend on ${variable}`);
  return { body: emitter.statements.join("\n"), value: value.code, derivative: derivative.code };
}

/** A misspelt name: that needs no parser. */
function refuseLoneWord(text: string, symbols: readonly string[]): void {
  const word = /^\s*([A-Za-z_]\w*)\s*$/.exec(text)?.[1];
  if (word === undefined || symbols.includes(word)) return;
  throw new SyntaxFault(`unknown symbol ${word}`, columnOf(text, word));
}

function parse(math: MathJsModule, text: string): ExpressionNode {
  try {
    return math.parse(text) as unknown as ExpressionNode;
  } catch (error) {
    const { message, char } = error as { message: string; char?: number };
    throw new SyntaxFault(message.replace(/ \(char \d+\)$/, ""), char ?? null);
  }
}
