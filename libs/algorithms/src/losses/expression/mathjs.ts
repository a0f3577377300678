import type * as MathJs from "mathjs/number";
import { ParameterError } from "../../errors.ts";

/** The build of mathjs for plain numbers: half the time and memory of the whole one, with the same parser. */
export type MathJsModule = typeof MathJs;

let loaded: MathJsModule | null = null;

/**
 * Makes expressions usable as losses and activations: loads mathjs, which takes a process a tenth of a second and 40 MB. Needed once,
 * before an expression is used; more calls do nothing.
 */
export async function loadExpressions(): Promise<void> {
  loaded ??= await import("mathjs/number");
}

/**
 * @param parameter what the user gives the expression as.
 * @throws ParameterError when `loadExpressions` was not awaited.
 */
export function requireMathJs(text: string, parameter: string): MathJsModule {
  if (loaded !== null) return loaded;
  throw new ParameterError(
    parameter,
    `be the name of ${/^[aeiou]/.test(parameter) ? "an" : "a"} ${parameter}, or an expression after \`await loadExpressions()\``,
    text,
    "the module that reads expressions is loaded on demand: call and await loadExpressions() once, before this",
  );
}
