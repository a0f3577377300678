import type { PointwiseLoss } from "./pointwise-loss.ts";

function valueOf(y: number, p: number, epsilon: number): number {
  return Math.max(0, Math.abs(p - y) - epsilon) ** 2;
}

function derivativeOf(y: number, p: number, epsilon: number): number {
  const r = p - y;
  return 2 * Math.sign(r) * Math.max(0, Math.abs(r) - epsilon);
}

/**
 * The squared ε-insensitive loss: errors up to ε cost nothing, larger ones the square of their excess. With r = p − y,
 *
 *     l(y, p) = max(0, |r| − ε)²        l'(y, p) = 2 sign(r) max(0, |r| − ε)
 *
 * @param epsilon ε ≥ 0.
 */
export function squaredEpsilonInsensitive(epsilon: number): PointwiseLoss {
  return {
    name: "squared_epsilon_insensitive",
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
