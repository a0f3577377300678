/**
 * How mixed the targets of a set of rows are (Breiman, Friedman, Olshen & Stone, "Classification and Regression
 * Trees", 1984). Both criteria for classes are functions of the counts n_1 … n_K, with n = Σ n_k and p_k = n_k / n:
 *
 *     gini      I = 1 − Σ p_k²             φ = Σ n_k² / n                       n I = n − φ
 *     entropy   I = −Σ p_k log₂ p_k        φ = Σ n_k log₂ n_k − n log₂ n        n I = −φ
 *
 * A split of a node into L and R lowers the weighted impurity n I by φ(L) + φ(R) − φ(node), because the terms without
 * φ cancel. So the search needs only the purity φ.
 */
export interface ClassCriterion {
  /** I of the counts. */
  impurity(counts: Float64Array): number;
  /** φ of the counts, at least one of them positive. */
  purity(counts: Float64Array): number;
}

export const gini: ClassCriterion = {
  impurity(counts) {
    const n = sum(counts);
    let sumOfSquares = 0;
    for (const count of counts) sumOfSquares += (count / n) ** 2;
    return 1 - sumOfSquares;
  },
  purity(counts) {
    let n = 0;
    let sumOfSquares = 0;
    for (let k = 0; k < counts.length; k++) {
      n += counts[k];
      sumOfSquares += counts[k] * counts[k];
    }
    return sumOfSquares / n;
  },
};

export const entropy: ClassCriterion = {
  impurity(counts) {
    const n = sum(counts);
    let information = 0;
    for (const count of counts) if (count > 0) information -= (count / n) * Math.log2(count / n);
    return information;
  },
  purity(counts) {
    let n = 0;
    let purity = 0;
    for (let k = 0; k < counts.length; k++) {
      n += counts[k];
      purity += xLogX(counts[k]);
    }
    return purity - xLogX(n);
  },
};

/** The criteria by scikit-learn's names. */
export const CLASS_CRITERIA = { gini, entropy };

/** x log₂ x, and its limit 0 at x = 0. */
function xLogX(x: number): number {
  return x > 0 ? x * Math.log2(x) : 0;
}

function sum(counts: Float64Array): number {
  let n = 0;
  for (const count of counts) n += count;
  return n;
}
