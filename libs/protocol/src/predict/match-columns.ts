import { RequestError } from "../errors/errors.ts";

/** Column names are compared trimmed and in lower case. */
export function normalizeColumn(name: string): string {
  return name.trim().toLowerCase();
}

/**
 * Where each given column belongs in the model's order.
 *
 * @returns `place[j]`: index in `expected` of the given column j.
 * @throws RequestError 422 that names repeated, missing and unknown columns.
 */
export function matchColumns(given: readonly string[], expected: readonly string[]): number[] {
  const names = given.map(normalizeColumn);
  const wanted = expected.map(normalizeColumn);
  const repeated = names.filter((name, j) => names.indexOf(name) !== j);
  if (repeated.length > 0) {
    throw new RequestError(
      422,
      `X_pred_columns names ${list(repeated)} more than once: send each column once.`,
    );
  }
  const missing = wanted.filter((name) => !names.includes(name));
  const unknown = names.filter((name) => !wanted.includes(name));
  if (missing.length + unknown.length > 0) {
    throw new RequestError(
      422,
      `X_pred_columns must be the columns of the training data, in any order: ${list(wanted)}. ` +
        `Missing: ${list(missing)}; unknown: ${list(unknown)}.`,
    );
  }
  return names.map((name) => wanted.indexOf(name));
}

/** Long lists are cut: the sentence must stay readable. */
function list(names: readonly string[]): string {
  const shown = names.slice(0, 30).join(", ");
  const rest = names.length - 30;
  return names.length === 0 ? "none" : rest > 0 ? `[${shown} and ${rest} more]` : `[${shown}]`;
}
