const BUILT_IN = [
  "Error",
  "TypeError",
  "RangeError",
  "ReferenceError",
  "SyntaxError",
  "URIError",
  "EvalError",
];

/**
 * What to print for whatever ended a command. Errors of the project have names of their own and messages that speak to
 * the user; any other is a mistake in a program, and its stack tells where.
 */
export function describeFault(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return BUILT_IN.includes(error.name) ? (error.stack ?? error.message) : error.message;
}
