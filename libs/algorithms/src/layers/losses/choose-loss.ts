import { ParameterError } from "../../errors.ts";
import { chooseLoss, lossNames, type LossOptions } from "../../losses/index.ts";
import { binaryCrossEntropy } from "./binary-cross-entropy.ts";
import { crossEntropy } from "./cross-entropy.ts";
import type { NetworkLoss } from "./network-loss.ts";
import { pointwiseNetworkLoss } from "./pointwise.ts";

const CROSS_ENTROPIES: Readonly<Record<string, NetworkLoss>> = {
  cross_entropy: crossEntropy,
  binary_cross_entropy: binaryCrossEntropy,
};

/**
 * A network's loss by its name: `cross_entropy`, `binary_cross_entropy`, one of a regressor (`squared_error`, which is
 * half of it, `huber`, …), or a user's own as an expression in y and p.
 *
 * @throws ParameterError that lists the names, or says what is wrong in the expression.
 */
export function chooseNetworkLoss(name: string, options: LossOptions = {}): NetworkLoss {
  if (Object.hasOwn(CROSS_ENTROPIES, name)) return CROSS_ENTROPIES[name];
  const isClassifiers = (lossNames("classifier") as string[]).includes(name);
  const loss = isClassifiers ? null : chooseLoss("regressor", name, options);
  if (loss?.kind === "pointwise") return pointwiseNetworkLoss(loss.pointwise);
  const names = [...Object.keys(CROSS_ENTROPIES), ...lossNames("regressor")].join(", ");
  throw new ParameterError("loss", `be one of ${names}, or an expression in y and p`, name);
}
