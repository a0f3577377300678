import { ACTIVATION_NAMES, ParameterError, type LayerConfig } from "@chimera/algorithms";

/** Losses of classes. They take scores, and make probabilities of them themselves. */
export const CLASS_LOSSES: readonly string[] = ["cross_entropy", "binary_cross_entropy"];

/** Activations whose values reach every number. */
const REACHING_ALL: readonly string[] = ["identity", "leaky_relu"];

/**
 * A softmax or a sigmoid before a loss of classes would be applied twice, and a relu would cut the scores off: the network
 * would learn, but badly. An expression is the user's own affair.
 *
 * @param layers first to last; may be what a user wrote, unchecked. @throws ParameterError that names the last layer.
 */
export function requireScores(layers: readonly LayerConfig[], loss: string): void {
  const last = layers.at(-1) as (LayerConfig & { activation?: unknown }) | null | undefined;
  const { type, activation } = last ?? {};
  if (!CLASS_LOSSES.includes(loss) || activation === undefined) return;
  const isCutOff = (ACTIVATION_NAMES as readonly unknown[]).includes(activation);
  if (!isCutOff || REACHING_ALL.includes(activation as string)) return;
  const place = `layer ${layers.length - 1} (${type})`;
  const rule = `be left out of the last layer, for ${loss} takes scores, any numbers, and makes probabilities of them itself`;
  throw new ParameterError(`activation of ${place}`, rule, activation);
}
