import { DataError } from "../errors.ts";
import type { Random } from "../random/random.ts";
import { shuffle } from "../random/sampling.ts";
import { takeRows, type Matrix } from "../tensor/matrix.ts";

/** Rows to learn from. */
export interface BoostingRows {
  /** n × d. */
  readonly X: Matrix;
  /** n targets: numbers, or codes of classes. */
  readonly y: Float64Array;
  /** n weights, or `null` where all rows count alike. */
  readonly weights: Float64Array | null;
}

/**
 * @param losses after 0, 1, 2 … rounds.
 * @returns whether none of the last `nIterNoChange` losses is lower, by more than `tol`, than the one before them.
 */
export function hasStalled(losses: readonly number[], nIterNoChange: number, tol: number): boolean {
  if (losses.length <= nIterNoChange) return false;
  const [reference, ...recent] = losses.slice(-nIterNoChange - 1);
  return !recent.some((loss) => loss < reference - tol);
}

/**
 * Holds out a share of the rows, of every class alike where there are classes, each time at random. No class loses
 * its last row.
 *
 * @returns what is left, and what is held out; nothing (`null`) where there are too few rows.
 */
export function holdOut(
  rows: BoostingRows,
  fraction: number,
  isStratified: boolean,
  random: Random,
): { training: BoostingRows; validation: BoostingRows | null } {
  const strata = isStratified ? rowsOfEachClass(rows.y) : [Int32Array.from(rows.y.keys())];
  const held = new Set<number>();
  for (const stratum of strata) {
    shuffle(stratum, random);
    const n = Math.min(Math.round(fraction * stratum.length), stratum.length - 1);
    for (let i = 0; i < n; i++) held.add(stratum[i]);
  }
  if (held.size === 0) return { training: rows, validation: null };
  const all = Int32Array.from(rows.y.keys());
  return {
    training: take(
      rows,
      all.filter((i) => !held.has(i)),
    ),
    validation: take(
      rows,
      all.filter((i) => held.has(i)),
    ),
  };
}

function rowsOfEachClass(codes: Float64Array): Int32Array[] {
  const strata: number[][] = [];
  codes.forEach((code, i) => (strata[code] ??= []).push(i));
  return strata.flatMap((rows) => [Int32Array.from(rows)]);
}

/** @throws DataError when the weights of these rows are all 0. */
function take({ X, y, weights }: BoostingRows, rows: Int32Array): BoostingRows {
  const taken = weights === null ? null : Float64Array.from(rows, (i) => weights[i]);
  if (taken?.every((weight) => weight === 0)) {
    throw new DataError({
      expected:
        "weights above 0 in sampleWeight, both among the rows that early stopping holds out and the others",
      got: "only zeros in one of the two",
      remedy: "Leave rows of weight 0 out, or set validationFraction to null.",
    });
  }
  return { X: takeRows(X, rows), y: Float64Array.from(rows, (i) => y[i]), weights: taken };
}
