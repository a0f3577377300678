import { consecutive, createRandom, ParameterError, shuffle } from "@chimera/algorithms";

/** How rows become shards and a hold-out. */
export interface SplitOptions {
  /** K, the number of shards, an integer ≥ 1. */
  shards: number;
  /** Fraction of the rows that no shard gets, 0 ≤ holdOut < 1; above 0 it is one row at least. Default 0.2. */
  holdOut?: number;
  /** `even`: every row is in one shard, sizes differ by at most 1; `same`: each shard has all rows. Default `even`. */
  mode?: "even" | "same";
  /** An integer; the same seed gives the same split. Default 0. */
  seed?: number;
  /** Whether rows are drawn at random; otherwise shards follow the order of the rows, the hold-out is the end. Default true. */
  shuffle?: boolean;
  /** A code for each row, such as its class: hold-out and shards each get about the same share of every code. */
  stratify?: ArrayLike<number>;
}

/** Row indices of a table. */
export interface Split {
  /** K lists; in mode `same` K times one list. */
  shards: Int32Array[];
  /** In no shard. */
  holdOut: Int32Array;
}

/**
 * Splits the rows of a table: pure, and the same for the same seed.
 *
 * @param table anything with `nRows`, such as a `Matrix`.
 * @throws ParameterError for options out of range, and when there are too few rows for a row in every shard.
 */
export function splitTable(table: { readonly nRows: number }, options: SplitOptions): Split {
  const { shards: nShards, holdOut = 0.2, mode = "even", seed = 0, shuffle: isShuffled = true } = options;
  checkOptions(nShards, holdOut, mode, seed);
  const { nRows } = table;
  const nHeldOut = holdOut === 0 ? 0 : Math.max(1, Math.round(holdOut * nRows));
  checkRoom({ nRows, nHeldOut, nShards, mode, holdOut });

  const drawn = isShuffled ? shuffle(consecutive(nRows), createRandom(seed)) : consecutive(nRows);
  const rows = options.stratify ? spread(drawn, options.stratify) : drawn;
  const training = rows.subarray(0, nRows - nHeldOut);
  const shards = Array.from({ length: nShards }, (_, k) =>
    mode === "same" ? training.slice() : evenPart(training, k, nShards),
  );
  return { shards, holdOut: rows.slice(nRows - nHeldOut) };
}

function checkOptions(nShards: number, holdOut: number, mode: string, seed: number): void {
  if (!Number.isInteger(nShards) || nShards < 1)
    throw new ParameterError("shards", "be an integer ≥ 1", nShards);
  if (!(holdOut >= 0 && holdOut < 1)) {
    throw new ParameterError("holdOut", "be a fraction, at least 0 and below 1", holdOut);
  }
  if (mode !== "even" && mode !== "same") throw new ParameterError("mode", 'be "even" or "same"', mode);
  if (!Number.isInteger(seed)) throw new ParameterError("seed", "be an integer", seed);
}

interface Room {
  nRows: number;
  nHeldOut: number;
  nShards: number;
  mode: string;
  holdOut: number;
}

function checkRoom({ nRows, nHeldOut, nShards, mode, holdOut }: Room): void {
  const left = nRows - nHeldOut;
  if (left < 1)
    throw new ParameterError("holdOut", `leave at least one of ${nRows} rows to train on`, holdOut);
  if (mode === "even" && left < nShards) {
    throw new ParameterError(
      "shards",
      `be at most ${left}, the number of rows outside of the hold-out`,
      nShards,
    );
  }
}

/** Part k of K: consecutive rows, the remainder of the division spread over the first parts. */
function evenPart(rows: Int32Array, k: number, nParts: number): Int32Array {
  const size = Math.floor(rows.length / nParts);
  const remainder = rows.length % nParts;
  const start = k * size + Math.min(k, remainder);
  return rows.slice(start, start + size + (k < remainder ? 1 : 0));
}

/**
 * Orders the rows so that every run of consecutive rows has about the table's share of each code: the r-th of the
 * n_c rows with code c goes to the place (r + ½) / n_c, in units of the whole.
 */
function spread(rows: Int32Array, codes: ArrayLike<number>): Int32Array {
  if (codes.length !== rows.length) {
    throw new ParameterError("stratify", `have ${rows.length} codes, one for each row`, codes.length);
  }
  const total = new Map<number, number>();
  for (const row of rows) total.set(codes[row], (total.get(codes[row]) ?? 0) + 1);
  const seen = new Map<number, number>();
  const place = new Float64Array(rows.length);
  for (const row of rows) {
    const rank = seen.get(codes[row]) ?? 0;
    seen.set(codes[row], rank + 1);
    place[row] = (rank + 0.5) / total.get(codes[row])!;
  }
  return rows.slice().sort((a, b) => place[a] - place[b] || codes[a] - codes[b]);
}
