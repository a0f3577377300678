import { DataError } from "../errors.ts";
import { createRandom } from "./random.ts";
import { consecutive, shuffle } from "./sampling.ts";

/** Which rows are learnt from, and which are held out to score by. */
export interface Split {
  readonly train: Int32Array;
  readonly validation: Int32Array;
}

/**
 * Holds out a share of the rows at random: ⌈share · n⌉, at least one, and at least one stays. With `codes` the classes have
 * the same shares in both parts, as nearly as whole rows allow.
 *
 * @param codes class codes of a classifier, `null` for a regressor. @param n rows, at least 2.
 */
export function holdOut(n: number, share: number, codes: Float64Array | null, seed: number): Split {
  const order = shuffle(consecutive(n), createRandom(seed));
  const size = Math.min(n - 1, Math.ceil(share * n));
  const spread = codes === null ? order : spreadClasses(order, codes);
  return { validation: spread.slice(0, size).sort(), train: spread.slice(size).sort() };
}

/**
 * Orders the rows so that every beginning of the list has the classes' shares: the r-th of the m rows of a class has the
 * place (r + ½) / m.
 */
function spreadClasses(order: Int32Array, codes: Float64Array): Int32Array {
  const counts = new Map<number, number>();
  const rank = new Float64Array(codes.length);
  for (const row of order) {
    rank[row] = counts.get(codes[row]) ?? 0;
    counts.set(codes[row], rank[row] + 1);
  }
  const place = (row: number) => (rank[row] + 0.5) / (counts.get(codes[row]) ?? 1);
  return order.sort((a, b) => place(a) - place(b) || codes[a] - codes[b]);
}

/** @throws DataError when all rows that were held out have the weight 0. */
export function checkHeldOut(validation: Int32Array, weights: Float64Array | null): void {
  if (weights === null || validation.some((row) => weights[row] > 0)) return;
  throw new DataError({
    expected: "a weight above 0 among the rows held out for early stopping",
    got: "only zeros",
    remedy: "Try another seed, leave out rows of weight 0, or set earlyStopping: false.",
  });
}
