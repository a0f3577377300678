import { DataError, Sequential, type LayerConfig, type LayerMaker } from "@chimera/algorithms";
import type { PipelineSettings } from "./settings.ts";

/** Of an example while nobody knows how many features there are. */
const SOME_FEATURES = [1];

/**
 * What can be told of the layers before the data are there: their types and options, and with `inputShape` whether they fit each
 * other. Without it the check ends at a layer whose shapes do not fit, or at a user's own: with the features that come they
 * may. An estimator's layers are not known yet.
 *
 * Expressions need `readyLayers` before.
 *
 * @throws ParameterError, DataError that name the layer.
 */
export function checkLayersAhead(settings: PipelineSettings): void {
  const { estimator, inputShape, layers, dtype, layerTypes } = settings;
  if (estimator !== null) return;
  if (inputShape !== null) return void new Sequential({ inputShape, layers, dtype }, layerTypes);
  try {
    new Sequential({ inputShape: SOME_FEATURES, layers: layersOfOurs(layers, layerTypes), dtype });
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
  }
}

/** The first layers, up to one that holds a type of the user's own. */
function layersOfOurs(
  layers: readonly LayerConfig[],
  own: Readonly<Record<string, LayerMaker>>,
): readonly LayerConfig[] {
  const first = layers.findIndex((layer) => holdsOneOf(own, layer));
  return first === -1 ? layers : layers.slice(0, first);
}

/** Looks into blocks too, wherever they keep their layers. */
function holdsOneOf(types: object, config: unknown): boolean {
  if (typeof config !== "object" || config === null) return false;
  return (
    Object.hasOwn(types, String((config as { type?: unknown }).type)) ||
    Object.values(config).some((value) => holdsOneOf(types, value))
  );
}
