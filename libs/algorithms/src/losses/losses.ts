import { chooseByName } from "../validation/parameters.ts";
import { logLoss } from "./log-loss.ts";
import type { PointwiseLoss } from "./pointwise-loss.ts";
import { squaredError } from "./squared-error.ts";

const LOSSES = {
  squared_error: squaredError,
  log_loss: logLoss,
} satisfies Record<string, PointwiseLoss>;

/** A loss by the name that users give. */
export type LossName = keyof typeof LOSSES;

/** @throws ParameterError that lists the names when there is no such loss. */
export function lossByName(name: LossName): PointwiseLoss {
  return chooseByName(LOSSES, "loss", name);
}
