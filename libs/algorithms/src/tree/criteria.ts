/**
 * How mixed the targets of a set of rows are (Breiman, Friedman, Olshen & Stone, "Classification and Regression
 * Trees", 1984). Both criteria for classes are functions of the classes' weights n_1 … n_K (their numbers of rows where
 * every row weighs 1), with n = Σ n_k and p_k = n_k / n:
 *
 *     gini      I = 1 − Σ p_k²             φ = Σ n_k² / n                       n I = n − φ
 *     entropy   I = −Σ p_k log₂ p_k        φ = Σ n_k log₂ n_k − n log₂ n        n I = −φ
 *
 * A split of a node into L and R lowers the weighted impurity n I by φ(L) + φ(R) − φ(node), because the terms without
 * φ cancel. So the search needs only the purity φ.
 */
export interface ClassCriterion {
  /** I of the first K `weights`. */
  impurity(weights: Float64Array, K: number): number;
  /** φ of the first K `weights`; 0 where all of them are 0. */
  purity(weights: Float64Array, K: number): number;
}

export const gini: ClassCriterion = {
  impurity(weights, K) {
    const n = sum(weights, K);
    let sumOfSquares = 0;
    for (let k = 0; k < K; k++) sumOfSquares += (weights[k] / n) ** 2;
    return 1 - sumOfSquares;
  },
  purity(weights, K) {
    let n = 0;
    let sumOfSquares = 0;
    for (let k = 0; k < K; k++) {
      const weight = weights[k];
      n += weight;
      sumOfSquares += weight * weight;
    }
    return n > 0 ? sumOfSquares / n : 0;
  },
};

export const entropy: ClassCriterion = {
  impurity(weights, K) {
    const n = sum(weights, K);
    let information = 0;
    for (let k = 0; k < K; k++) {
      if (weights[k] > 0) information -= (weights[k] / n) * Math.log2(weights[k] / n);
    }
    return information;
  },
  purity(weights, K) {
    let n = 0;
    let purity = 0;
    for (let k = 0; k < K; k++) {
      n += weights[k];
      purity += xLogX(weights[k]);
    }
    return purity - xLogX(n);
  },
};

/** The criteria by scikit-learn's names: entropy has two. */
export const CLASS_CRITERIA = { gini, entropy, log_loss: entropy };

/** x log₂ x, and its limit 0 at x = 0. */
function xLogX(x: number): number {
  return x > 0 ? x * Math.log2(x) : 0;
}

function sum(weights: Float64Array, K: number): number {
  let n = 0;
  for (let k = 0; k < K; k++) n += weights[k];
  return n;
}
