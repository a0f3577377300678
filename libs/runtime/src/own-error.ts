const BUILT_IN = [
  "Error",
  "TypeError",
  "RangeError",
  "ReferenceError",
  "SyntaxError",
  "URIError",
  "EvalError",
];

/** Whether an error is one of the project's: those have names of their own, and messages that speak to the user. */
export function isOwnError({ name }: { name: string }): boolean {
  return !BUILT_IN.includes(name);
}
