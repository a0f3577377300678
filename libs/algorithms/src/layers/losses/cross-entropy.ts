import { DataError } from "../../errors.ts";
import { lossRows } from "./check-targets.ts";
import type { NetworkLoss } from "./network-loss.ts";

/**
 * The cross-entropy of the softmax, for classes c = 0…K−1 and one score for each:
 *
 *     l(c, z) = −log πc = log Σₖ e^zₖ − zc        πₖ = e^zₖ / Σⱼ e^zⱼ        ∂l/∂zₖ = πₖ − [k = c]
 *
 * The row's largest score is subtracted from all of them first, so that nothing overflows. The network ends with the scores, without
 * a softmax. Targets: n codes of classes.
 */
export const crossEntropy: NetworkLoss = {
  name: "cross_entropy",
  evaluate(output, targets, gradient, options = {}) {
    const { n, m: K, factor } = lossRows("cross_entropy", output, targets, 1, gradient, options);
    const z = output.data;
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const at = i * K;
      const c = targets[i];
      checkCode(c, i, K);
      let largest = -Infinity;
      for (let k = at; k < at + K; k++) if (z[k] > largest) largest = z[k];
      const own = z[at + c] - largest;
      let total = 0;
      for (let k = at; k < at + K; k++) total += gradient[k] = Math.exp(z[k] - largest);
      const s = factor(i);
      // A sum taken from float32 would lose what float64 had.
      sum += s * (Math.log(total) - own);
      const scale = s / total;
      for (let k = at; k < at + K; k++) gradient[k] *= scale;
      gradient[at + c] -= s;
    }
    return sum;
  },
};

/** @throws DataError */
function checkCode(code: number, i: number, K: number): void {
  if (Number.isInteger(code) && code >= 0 && code < K) return;
  throw new DataError({
    expected: `classes 0…${K - 1} as targets of cross_entropy, one for each of the network's ${K} outputs`,
    got: `${code} at index ${i}`,
    remedy: "Give codes of classes, and the last layer one output for each class.",
  });
}
