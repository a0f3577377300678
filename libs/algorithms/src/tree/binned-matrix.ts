import type { Random } from "../random/random.ts";
import type { Matrix } from "../tensor/matrix.ts";
import { consecutive } from "../random/sampling.ts";
import { BinLookup } from "./bin-lookup.ts";
import { binsOf, type Bins } from "./bins.ts";

/** Bins are found on at most so many rows: some 40 in each of 255 bins of a continuous feature. */
const MAX_SAMPLE = 10_000;

/** The matrix is read in tiles of so many rows, which stay in the cache while their columns are taken in turn. */
const TILE_ROWS = 256;

/** A matrix whose values are replaced by the numbers of their bins: one byte each, row after row. */
export interface BinnedMatrix {
  readonly nRows: number;
  /** The bins of every feature. */
  readonly features: readonly Bins[];
  /** `codes[i * d + j]` is the bin of row i in feature j. */
  readonly codes: Uint8Array;
}

/**
 * Bins every feature once, before any tree grows.
 *
 * A feature with at most `maxBins` distinct values is binned exactly. The bins of any other are quantiles, of a
 * sample when there are more than 10,000 rows; a value between two sampled bins belongs to the nearer one.
 *
 * @param X n × d, finite.
 * @param maxBins 2…256.
 * @param random draws the sample.
 */
export function binMatrix(X: Matrix, maxBins: number, random: Random): BinnedMatrix {
  const sample = sampleRows(X.nRows, random);
  const columns = Array.from({ length: X.nColumns }, (_, j) => sortedColumn(X, sample, j));
  const features = columns.map((column) => binsOf(column, maxBins));
  const codes = new Uint8Array(X.nRows * X.nColumns);
  const unseen = encode(X, features, codes, maxBins);
  unseen.forEach((values, j) => {
    if (values.size === 0) return;
    features[j] = binsOf(Float64Array.from([...columns[j], ...values]).sort(), maxBins);
    new BinLookup(features[j]).encode(X.data, codes, j, X.nColumns, X.nRows);
  });
  return { nRows: X.nRows, features, codes };
}

/** One random row out of each of n equal stretches of the rows, so that sorted data is sampled evenly too. */
function sampleRows(nRows: number, random: Random): Int32Array {
  const n = Math.min(nRows, MAX_SAMPLE);
  if (n === nRows) return consecutive(n);
  return new Int32Array(n).map((_, i) => Math.floor(((i + random.next()) * nRows) / n));
}

function sortedColumn(X: Matrix, rows: Int32Array, j: number): Float64Array {
  const column = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) column[i] = X.data[rows[i] * X.nColumns + j];
  return column.sort();
}

/**
 * Writes the codes of all values.
 *
 * @returns for every feature the values that its exact bins do not know, because the sample had missed them.
 *   They are gathered only until they are too many for exact bins anyway.
 */
function encode(X: Matrix, features: readonly Bins[], codes: Uint8Array, maxBins: number): Set<number>[] {
  const lookups = features.map((bins) => new BinLookup(bins));
  const unseen = features.map(() => new Set<number>());
  for (let start = 0; start < X.nRows; start += TILE_ROWS) {
    const count = Math.min(TILE_ROWS, X.nRows - start);
    for (let j = 0; j < X.nColumns; j++) {
      lookups[j].encode(X.data, codes, start * X.nColumns + j, X.nColumns, count);
      if (isExact(features[j]) && unseen[j].size <= maxBins) {
        collectUnseen(X, j, start, count, features[j], codes, unseen[j]);
      }
    }
  }
  return unseen;
}

function isExact({ lower, upper }: Bins): boolean {
  return lower === upper;
}

function collectUnseen(
  X: Matrix,
  j: number,
  start: number,
  count: number,
  { upper }: Bins,
  codes: Uint8Array,
  unseen: Set<number>,
): void {
  for (let i = start; i < start + count; i++) {
    const x = X.data[i * X.nColumns + j];
    if (x !== upper[codes[i * X.nColumns + j]]) unseen.add(x);
  }
}
