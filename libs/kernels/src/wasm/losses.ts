import type { PointwiseLoss } from "@chimera/algorithms";

/** The module's numbers of the losses that it knows. */
const NUMBERS: Readonly<Record<string, number>> = {
  log_loss: 0,
  hinge: 1,
  squared_hinge: 2,
  modified_huber: 3,
  perceptron: 4,
  squared_error: 5,
  huber: 6,
  epsilon_insensitive: 7,
  squared_epsilon_insensitive: 8,
};

/** A loss as the module knows it; undefined for all others, among them a user's own. */
export function numberOf({ name }: PointwiseLoss): number | undefined {
  return Object.hasOwn(NUMBERS, name) ? NUMBERS[name] : undefined;
}
