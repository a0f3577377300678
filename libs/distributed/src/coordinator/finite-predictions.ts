import { ParticipantError } from "./errors.ts";

/**
 * Numbers that overflowed say nothing: of NaN, a classifier would make its first class.
 *
 * @param values n × m, what a model says of n rows.
 * @throws ParticipantError (`invalid`) that names the first row with a value that is not finite.
 */
export function requireFinitePredictions(values: ArrayLike<number>, nColumns: number): void {
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i])) continue;
    throw new ParticipantError(
      "invalid",
      `The prediction of row ${Math.floor(i / nColumns)} (counted from 0) is no finite number: its values are too large.`,
    );
  }
}
