import { takeColumns, type Matrix } from "@chimera/algorithms";
import { ParticipantError } from "./errors.ts";

/**
 * The same rows with their columns in another order, matched by name; no copy when they are in that order already.
 *
 * @param X n × d, its columns named by `have`.
 * @param holder whose columns `want` are, for the error.
 * @throws ParticipantError (`invalid`) that names what is missing and what is unexpected.
 */
export function inColumnOrder(
  X: Matrix,
  have: readonly string[],
  want: readonly string[],
  holder: string,
): Matrix {
  return inOrder(X, columnOrder(have, want, holder));
}

/** The same for some of the columns: those at the places `some` in `want`, in that order. One copy at most. */
export function someInColumnOrder(
  X: Matrix,
  have: readonly string[],
  want: readonly string[],
  some: ArrayLike<number>,
  holder: string,
): Matrix {
  const order = columnOrder(have, want, holder);
  return inOrder(
    X,
    Array.from(some, (place) => order[place]),
  );
}

/** X with the columns `order`; no copy when they are all of them as they are. */
export function inOrder(X: Matrix, order: readonly number[]): Matrix {
  const isWhole = order.length === X.nColumns && order.every((column, j) => column === j);
  return isWhole ? X : takeColumns(X, order);
}

/** Where in `have` each column of `want` is. @throws ParticipantError as `inColumnOrder` */
export function columnOrder(have: readonly string[], want: readonly string[], holder: string): number[] {
  // By a map: looked up one by one, a hundred thousand columns would take minutes.
  const places = new Map(have.map((column, j) => [column, j]));
  const order = want.map((column) => places.get(column) ?? -1);
  if (order.includes(-1) || have.length !== want.length) throw columnsDiffer(have, want, holder);
  return order;
}

/** The names that are not among the others. */
export function without(names: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others);
  return names.filter((name) => !known.has(name));
}

function columnsDiffer(have: readonly string[], want: readonly string[], holder: string): ParticipantError {
  const missing = without(want, have);
  const unexpected = without(have, want);
  return new ParticipantError(
    "invalid",
    `Expected the columns of ${holder}; missing [${missing.join(", ")}], unexpected [${unexpected.join(", ")}]: ` +
      "give the columns it was made with, once each.",
  );
}
