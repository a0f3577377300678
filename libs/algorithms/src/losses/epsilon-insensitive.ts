import type { PointwiseLoss } from "./pointwise-loss.ts";

function valueOf(y: number, p: number, epsilon: number): number {
  return Math.max(0, Math.abs(p - y) - epsilon);
}

function derivativeOf(y: number, p: number, epsilon: number): number {
  const r = p - y;
  if (r > epsilon) return 1;
  return r < -epsilon ? -1 : 0;
}

/**
 * The loss of support vector regression (Vapnik, The Nature of Statistical Learning Theory, 1995): errors up to ε cost
 * nothing. With r = p − y,
 *
 *     l(y, p) = max(0, |r| − ε)        l'(y, p) = sign(r) where |r| > ε, else 0
 *
 * @param epsilon ε ≥ 0.
 */
export function epsilonInsensitive(epsilon: number): PointwiseLoss {
  return {
    name: "epsilon_insensitive",
    parameter: epsilon,
    value: (y, p) => valueOf(y, p, epsilon),
    derivative: (y, p) => derivativeOf(y, p, epsilon),
    evaluate(y, p, n, values, derivatives) {
      for (let i = 0; i < n; i++) {
        values[i] = valueOf(y[i], p[i], epsilon);
        derivatives[i] = derivativeOf(y[i], p[i], epsilon);
      }
    },
  };
}
