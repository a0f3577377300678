import { ParameterError } from "../errors.ts";
import type { Random } from "./random.ts";

/** Puts the array in random order, in place: the shuffle of Fisher & Yates (1938) in the form of Durstenfeld (1964). */
export function shuffle(array: Int32Array, random: Random): Int32Array {
  for (let i = array.length - 1; i > 0; i--) swap(array, i, random.integer(i + 1));
  return array;
}

/**
 * Row indices 0…n−1 drawn with replacement (Efron, 1979): of n draws about 63 % of the rows appear at least once.
 *
 * @param size how many are drawn. Default: n.
 */
export function bootstrapIndices(n: number, random: Random, size = n): Int32Array {
  return new Int32Array(size).map(() => random.integer(n));
}

/**
 * k different indices out of 0…n−1 in random order, every subset equally likely: the first k steps of a shuffle.
 *
 * @throws ParameterError unless k is an integer 0…n.
 */
export function sampleWithoutReplacement(n: number, k: number, random: Random): Int32Array {
  if (!Number.isInteger(k) || k < 0 || k > n) {
    throw new ParameterError("k", `be an integer from 0 to ${n}, the number of items to draw from`, k);
  }
  const indices = consecutive(n);
  for (let i = 0; i < k; i++) swap(indices, i, i + random.integer(n - i));
  return indices.slice(0, k);
}

/** 0, 1, …, n−1. */
export function consecutive(n: number): Int32Array {
  const indices = new Int32Array(n);
  for (let i = 0; i < n; i++) indices[i] = i;
  return indices;
}

function swap(array: Int32Array, i: number, j: number): void {
  const kept = array[i];
  array[i] = array[j];
  array[j] = kept;
}
