import { DataError } from "../../errors.ts";
import { lossRows } from "./check-targets.ts";
import type { NetworkLoss } from "./network-loss.ts";

/**
 * The cross-entropy of yes and no, for each output a score z of its own, with p = σ(z) = 1 / (1 + e⁻ᶻ):
 *
 *     l(t, z) = −t log p − (1 − t) log (1 − p) = max(z, 0) − t z + log(1 + e^−|z|)        ∂l/∂z = p − t
 *
 * and the sum of them for an example of several outputs. The network ends with the scores, without a sigmoid. Targets: n × m
 * numbers 0…1, the probabilities of yes.
 */
export const binaryCrossEntropy: NetworkLoss = {
  name: "binary_cross_entropy",
  evaluate(output, targets, gradient, options = {}) {
    const { n, m, factor } = lossRows("binary_cross_entropy", output, targets, "outputs", gradient, options);
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const s = factor(i);
      for (let at = i * m; at < i * m + m; at++) {
        const [z, t] = [output.data[at], targets[at]];
        checkProbability(t, at);
        const e = Math.exp(-Math.abs(z));
        sum += s * (Math.max(z, 0) - t * z + Math.log1p(e));
        gradient[at] = s * ((z >= 0 ? 1 : e) / (1 + e) - t);
      }
    }
    return sum;
  },
};

/** @throws DataError */
function checkProbability(t: number, at: number): void {
  if (t >= 0 && t <= 1) return;
  throw new DataError({
    expected: "targets 0…1 of binary_cross_entropy",
    got: `${t} at index ${at}`,
    remedy: "Give 1 for yes and 0 for no.",
  });
}
