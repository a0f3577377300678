import { loadExpressions } from "../losses/expression/index.ts";
import { ACTIVATION_NAMES } from "./activations/index.ts";
import type { LayerConfig } from "./layer.ts";

/**
 * Loads the parser of expressions when a layer's activation, or the loss, is one: it costs a process memory and time, so
 * that only those who need it load it. What is wrong in them is told when the network is made.
 */
export async function readyLayers(layers: readonly LayerConfig[], loss = ""): Promise<void> {
  if (hasExpression(layers) || isNoName(loss)) await loadExpressions();
}

/** Looks into blocks too, wherever they keep their layers. */
function hasExpression(config: unknown): boolean {
  if (typeof config !== "object" || config === null) return false;
  return Object.entries(config).some(([key, value]) =>
    key === "activation" && typeof value === "string"
      ? !(ACTIVATION_NAMES as readonly string[]).includes(value)
      : hasExpression(value),
  );
}

/** Names of losses are words joined by underscores. */
function isNoName(loss: string): boolean {
  return /[^a-z_]/.test(loss);
}
