import type { BinnedMatrix } from "../tree/binned-matrix.ts";

/** So many features have their codes in one word of 32 bits. */
export const GROUP_SIZE = 4;

/** Rows are repacked in tiles of so many, which stay in the cache while the groups are taken in turn. */
const TILE_ROWS = 256;

/**
 * The codes of a binned matrix, four features to a word, group after group: the code of feature j in row i is
 *
 *     (words[⌊j / 4⌋][i] >>> 8 (j mod 4)) & 255
 *
 * A histogram is counted one group at a time: four features' bins fit into the first-level cache, where those of all
 * features would not, and one load brings four codes.
 */
export interface CodeGroups {
  readonly nRows: number;
  readonly nFeatures: number;
  readonly words: readonly Uint32Array[];
}

/** Packs the codes of a binned matrix. */
export function groupCodes({ nRows, features, codes }: BinnedMatrix): CodeGroups {
  const nFeatures = features.length;
  const nGroups = Math.ceil(nFeatures / GROUP_SIZE);
  const words = Array.from({ length: nGroups }, () => new Uint32Array(nRows));
  for (let start = 0; start < nRows; start += TILE_ROWS) {
    const end = Math.min(start + TILE_ROWS, nRows);
    for (let j = 0; j < nFeatures; j++) {
      const group = words[j >> 2];
      const shift = 8 * (j & 3);
      for (let i = start; i < end; i++) group[i] |= codes[i * nFeatures + j] << shift;
    }
  }
  return { nRows, nFeatures, words };
}
