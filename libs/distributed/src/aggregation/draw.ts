import {
  bootstrapIndices,
  createRandom,
  hashSeed,
  matrix,
  sampleWithoutReplacement,
  takeColumns,
  takeRows,
  type Matrix,
} from "@chimera/algorithms";
import type { Drawing, DrawSizes } from "./draw-options.ts";

/** What one fit draws of a shard; `null` stands for all, in order, without a copy. */
export interface Draw {
  /** Row numbers, with repeats when drawn with replacement. */
  rows: Int32Array | null;
  /** Column numbers, ascending. */
  features: Int32Array | null;
}

/**
 * Draws rows (Breiman 1996 with replacement; "pasting", Breiman 1999, without) and features (random subspaces,
 * Ho 1998). Each has a stream of its own, made from the run's seed and the worker's name, so that workers on the same
 * data differ and a refit repeats.
 */
export function drawSample(
  { bootstrap }: Pick<Drawing, "bootstrap">,
  { nRows, nFeatures }: DrawSizes,
  shard: { nRows: number; nColumns: number },
  seed: number,
  name: string,
): Draw {
  const random = createRandom(hashSeed(seed, name));
  const rows = bootstrap
    ? bootstrapIndices(shard.nRows, random, nRows)
    : nRows < shard.nRows && sampleWithoutReplacement(shard.nRows, nRows, random);
  const features =
    nFeatures < shard.nColumns &&
    sampleWithoutReplacement(shard.nColumns, nFeatures, createRandom(hashSeed(seed, name, "features")));
  return { rows: rows || null, features: features ? features.sort() : null };
}

/** The drawn part of `X`: `X` itself when all of it is drawn, else one copy. */
export function takeDrawn(X: Matrix, { rows, features }: Draw): Matrix {
  if (rows === null) return features === null ? X : takeColumns(X, features);
  return features === null ? takeRows(X, rows) : takeBlock(X, rows, features);
}

function takeBlock(X: Matrix, rows: Int32Array, features: Int32Array): Matrix {
  const result = matrix(rows.length, features.length);
  for (let i = 0, to = 0; i < rows.length; i++) {
    const from = rows[i] * X.nColumns;
    for (let j = 0; j < features.length; j++) result.data[to++] = X.data[from + features[j]];
  }
  return result;
}

/** The items of the drawn rows. (`Array.from(rows, …)` takes ten times as long.) */
export function takeItems<Item>(items: ArrayLike<Item>, rows: Int32Array): Item[] {
  const taken = new Array<Item>(rows.length);
  for (let i = 0; i < rows.length; i++) taken[i] = items[rows[i]];
  return taken;
}

/** The rows 0…n−1 that are not among the drawn ones, ascending. */
export function rowsOutOfBag(drawn: Int32Array | null, n: number): Int32Array {
  if (drawn === null) return new Int32Array(0);
  const isDrawn = new Uint8Array(n);
  for (let i = 0; i < drawn.length; i++) isDrawn[drawn[i]] = 1;
  const rest = new Int32Array(n);
  let count = 0;
  for (let i = 0; i < n; i++) if (isDrawn[i] === 0) rest[count++] = i;
  return rest.slice(0, count);
}
