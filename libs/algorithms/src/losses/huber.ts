import type { PointwiseLoss } from "./pointwise-loss.ts";

function valueOf(y: number, p: number, epsilon: number): number {
  const r = Math.abs(p - y);
  return r <= epsilon ? 0.5 * r * r : epsilon * r - 0.5 * epsilon * epsilon;
}

function derivativeOf(y: number, p: number, epsilon: number): number {
  return Math.max(-epsilon, Math.min(epsilon, p - y));
}

/**
 * The loss of Huber (Robust Estimation of a Location Parameter, 1964): squared near, linear far, so that outliers pull
 * with a force of at most ε. With r = p − y,
 *
 *     l(y, p) = ½ r²          where |r| ≤ ε        l'(y, p) = r
 *               ε |r| − ½ ε²  where |r| > ε                   ε sign(r)
 *
 * @param epsilon ε ≥ 0.
 */
export function huber(epsilon: number): PointwiseLoss {
  return {
    name: "huber",
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
