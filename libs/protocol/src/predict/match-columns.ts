import { RequestError } from "../errors/errors.ts";

/** Column names are compared trimmed and in lower case. */
export function normalizeColumn(name: string): string {
  return name.trim().toLowerCase();
}

/**
 * Where each given column belongs in the model's order.
 *
 * @param source what names the given columns, for the message.
 * @returns `place[j]`: index in `expected` of the given column j.
 * @throws RequestError 422 that names repeated, missing and unknown columns.
 */
export function matchColumns(
  given: readonly string[],
  expected: readonly string[],
  source = "X_pred_columns",
): number[] {
  const names = given.map(normalizeColumn);
  const wanted = expected.map(normalizeColumn);
  const placeOf = new Map(wanted.map((name, j) => [name, j]));
  const known = new Set(names);
  if (known.size < names.length) {
    throw new RequestError(
      422,
      `${source} names ${list(repeatedIn(names))} more than once: send each column once.`,
    );
  }
  const missing = wanted.filter((name) => !known.has(name));
  const unknown = names.filter((name) => !placeOf.has(name));
  if (missing.length + unknown.length > 0) {
    throw new RequestError(
      422,
      `${source} must be the columns of the training data, in any order: ${list(wanted)}. ` +
        `Missing: ${list(missing)}; unknown: ${list(unknown)}.`,
    );
  }
  return names.map((name) => placeOf.get(name)!);
}

/** Every name that was there before, once for each time it comes again. */
function repeatedIn(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.filter((name) => seen.size === seen.add(name).size);
}

const SHOWN_NAMES = 30;
const SHOWN_CHARACTERS = 60;

/** Long lists and long names are cut: the sentence must stay readable. */
function list(names: readonly string[]): string {
  const shown = names
    .slice(0, SHOWN_NAMES)
    .map((name) => (name.length <= SHOWN_CHARACTERS ? name : `${name.slice(0, SHOWN_CHARACTERS)}…`))
    .join(", ");
  const rest = names.length - SHOWN_NAMES;
  return names.length === 0 ? "none" : rest > 0 ? `[${shown} and ${rest} more]` : `[${shown}]`;
}
