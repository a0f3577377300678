/** Which category is left out: none, each column's first, or the first of columns with two. */
export type Drop = null | "first" | "if_binary";

/** An encoded column: its categories stand side by side in the output. */
export interface EncodedColumn {
  /** Index of the column in X. */
  readonly column: number;
  /** K values, ascending. */
  readonly categories: Float64Array;
  /** 1 when the first category is left out, else 0. */
  readonly nDropped: number;
  /** Where its first category that is not left out stands in the output. */
  readonly first: number;
}

/** What stands where in the output: the encoded columns' blocks, then the other columns in their order. */
export interface OneHotLayout {
  readonly encoded: readonly EncodedColumn[];
  /** Indices in X of the columns that pass through. */
  readonly others: readonly number[];
  /** Where the first of them stands in the output. */
  readonly firstOther: number;
  readonly nFeaturesOut: number;
}

/**
 * @param nFeatures columns of X. @param columns indices of the encoded ones.
 * @param categories of each of them, ascending.
 */
export function oneHotLayout(
  nFeatures: number,
  columns: ArrayLike<number>,
  categories: readonly Float64Array[],
  drop: Drop,
): OneHotLayout {
  let width = 0;
  const encoded = categories.map((list, k) => {
    const nDropped = drop === "first" || (drop === "if_binary" && list.length === 2) ? 1 : 0;
    const first = width;
    width += list.length - nDropped;
    return { column: columns[k], categories: list, nDropped, first };
  });
  const isEncoded = new Set(Array.from(columns));
  const others = Array.from({ length: nFeatures }, (_, j) => j).filter((j) => !isEncoded.has(j));
  return { encoded, others, firstOther: width, nFeaturesOut: width + others.length };
}
