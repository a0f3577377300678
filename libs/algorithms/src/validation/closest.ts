/**
 * The candidate that resembles a mistyped word most, whatever its case; `undefined` when none does.
 *
 * @param mostSlips greatest edit distance of a candidate that counts, beside half of its letters. Default: that half
 */
export function closest(
  word: string,
  candidates: readonly string[],
  mostSlips = Infinity,
): string | undefined {
  const ranked = candidates
    .map((candidate) => ({
      candidate,
      distance: editDistance(word.toLowerCase(), candidate.toLowerCase()),
    }))
    .sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  // More than half of the letters wrong is another word, not a slip.
  const isSlip = best !== undefined && best.distance <= Math.min(mostSlips, best.candidate.length / 2);
  return isSlip ? best.candidate : undefined;
}

/**
 * Least number of letters to insert, delete, replace or swap with their neighbour (optimal string alignment,
 * Boytsov 2011). With d(i, j) for the first i letters of a and j of b:
 *
 *     d(i, j) = min( d(i−1, j) + 1, d(i, j−1) + 1, d(i−1, j−1) + [aᵢ ≠ bⱼ], d(i−2, j−2) + 1 if aᵢ₋₁aᵢ = bⱼbⱼ₋₁ )
 */
export function editDistance(a: string, b: string): number {
  const d = Array.from({ length: a.length + 1 }, (_, i) => {
    return Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : i));
  });
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const replaced = d[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? d[i - 2]![j - 2]! + 1 : Infinity;
      d[i]![j] = Math.min(d[i - 1]![j]! + 1, d[i]![j - 1]! + 1, replaced, swapped);
    }
  }
  return d[a.length]![b.length]!;
}
