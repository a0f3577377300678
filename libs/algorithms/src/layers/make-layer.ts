import { ParameterError } from "../errors.ts";
import { makeActivationLayer } from "./activation-layer.ts";
import { makeBatchNorm } from "./batch-norm.ts";
import { makeConv2D } from "./conv2d.ts";
import { makeDense } from "./dense.ts";
import { makeDropout } from "./dropout.ts";
import { makeFlatten } from "./flatten.ts";
import type { LayerMaker, Place } from "./layer.ts";
import { makeLayerNorm } from "./layer-norm.ts";
import { makeAvgPool2D } from "./avg-pool2d.ts";
import { makeMaxPool2D } from "./max-pool2d.ts";
import { makeResidual } from "./residual.ts";

const LAYERS = {
  dense: makeDense,
  conv2d: makeConv2D,
  maxPool2d: makeMaxPool2D,
  avgPool2d: makeAvgPool2D,
  flatten: makeFlatten,
  batchNorm: makeBatchNorm,
  layerNorm: makeLayerNorm,
  dropout: makeDropout,
  residual: makeResidual,
  activation: makeActivationLayer,
} satisfies Record<string, LayerMaker>;

/** @param own users' types, which may not have the name of one of ours. */
export function layerFactory(own: Readonly<Record<string, LayerMaker>>): Place["makeLayer"] {
  const makers: Readonly<Record<string, LayerMaker>> = { ...own, ...LAYERS };
  const makeLayer: Place["makeLayer"] = (config, place) => {
    const type: unknown = (config as { type?: unknown } | null | undefined)?.type;
    if (typeof type !== "string" || !Object.hasOwn(makers, type)) {
      throw new ParameterError("type", `be one of ${Object.keys(makers).join(", ")}`, type);
    }
    return makers[type](config as never, { ...place, makeLayer });
  };
  return makeLayer;
}
