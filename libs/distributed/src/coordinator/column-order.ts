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
  const order = want.map((column) => have.indexOf(column));
  if (order.includes(-1) || have.length !== want.length) throw columnsDiffer(have, want, holder);
  return order.every((column, j) => column === j) ? X : takeColumns(X, order);
}

function columnsDiffer(have: readonly string[], want: readonly string[], holder: string): ParticipantError {
  const missing = want.filter((column) => !have.includes(column));
  const unexpected = have.filter((column) => !want.includes(column));
  return new ParticipantError(
    "invalid",
    `Expected the columns of ${holder}; missing [${missing.join(", ")}], unexpected [${unexpected.join(", ")}]: ` +
      "give the columns it was made with, once each.",
  );
}
