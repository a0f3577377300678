import type { PointwiseLoss } from "../../losses/index.ts";
import { lossRows } from "./check-targets.ts";
import type { NetworkLoss } from "./network-loss.ts";

/**
 * A loss of a number and a target, such as `squared_error`, for each output, and the sum of them for an example of several.
 * Targets: n × m numbers.
 */
export function pointwiseNetworkLoss(loss: PointwiseLoss): NetworkLoss {
  let [y, p, values] = [0, 0, 0].map((length) => new Float64Array(length));
  return {
    name: loss.name,
    evaluate(output, targets, gradient, options = {}) {
      const { n, m, factor } = lossRows(loss.name, output, targets, "outputs", gradient, options);
      loss.checkTargets?.(targets);
      if (y.length < n * m) [y, p, values] = [y, p, values].map(() => new Float64Array(n * m));
      for (let at = 0; at < n * m; at++) {
        y[at] = targets[at];
        p[at] = output.data[at];
      }
      loss.evaluate(y, p, n * m, values, p);
      let sum = 0;
      for (let i = 0; i < n; i++) {
        const s = factor(i);
        for (let at = i * m; at < i * m + m; at++) {
          sum += s * values[at];
          gradient[at] = s * p[at];
        }
      }
      return sum;
    },
  };
}
