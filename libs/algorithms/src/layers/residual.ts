import { DataError, ParameterError } from "../errors.ts";
import type { Floats } from "../kernels/index.ts";
import { shapeText, sizeOf, type Shape, type Tensor } from "../tensor/tensor.ts";
import { checkOptions } from "../validation/parameters.ts";
import { Chain, type Tape, type Weights } from "./chain.ts";
import type { Layer, LayerConfig, Place } from "./layer.ts";

export interface ResidualConfig extends LayerConfig {
  readonly type: "residual";
  readonly body: readonly LayerConfig[];
  /** Default: none, the input itself. */
  readonly shortcut?: readonly LayerConfig[];
}

/**
 * A block that learns what to add to its input (He et al., Deep Residual Learning for Image Recognition, 2016):
 *
 *     y = F(x) + S(x)        ∂L/∂x = (∂F/∂x)ᵀ ∂L/∂y + (∂S/∂x)ᵀ ∂L/∂y
 *
 * @param body F, layers. @param shortcut S, layers that bring x to the shape of F(x). Default: x itself.
 */
export function residual(
  body: readonly LayerConfig[],
  shortcut: readonly LayerConfig[] = [],
): ResidualConfig {
  return { type: "residual", body, ...(shortcut.length > 0 && { shortcut }) };
}

interface Cache {
  readonly body: Tape;
  readonly shortcut: Tape;
}

export function makeResidual(config: ResidualConfig, { path, ...place }: Place): Layer<Cache> {
  checkOptions({ type: 0, body: 0, shortcut: 0 }, config);
  const { body: bodyLayers, shortcut: shortcutLayers = [] } = config;
  checkLayers("body", bodyLayers, 1);
  checkLayers("shortcut", shortcutLayers, 0);
  const body = new Chain(bodyLayers, (i) => `${path}.body.${i}`, place);
  const shortcut = new Chain(shortcutLayers, (i) => `${path}.shortcut.${i}`, place);
  checkSameShape(body.outputShape, shortcut.outputShape);
  return {
    outputShape: body.outputShape,
    parameterShapes: shapesOf(body, shortcut, "parameterShapes"),
    statisticShapes: shapesOf(body, shortcut, "statisticShapes"),
    flops: flopsOf(body) + flopsOf(shortcut) + sizeOf(body.outputShape),
    cacheSize: cacheOf(body) + cacheOf(shortcut),
    init(theta, seed) {
      body.init(theta.subarray(0, body.nParameters), seed);
      shortcut.init(theta.subarray(body.nParameters), seed);
    },
    initStatistics(statistics) {
      body.initStatistics(statistics.subarray(0, body.nStatistics));
      shortcut.initStatistics(statistics.subarray(body.nStatistics));
    },
    forward(theta, input, context) {
      const [ofBody, ofShortcut] = branchesOf(body, theta, context.statistics);
      const F = body.forward(ofBody, input, context, context.take);
      const S = shortcut.forward(ofShortcut, input, context, context.take);
      const output = sumOf(F.output, S.output, context.take);
      return { output, cache: { body: F.tape, shortcut: S.tape } };
    },
    backward(theta, tapes, D, gradient, { take, statistics, needsInputGradient: needed }) {
      const [ofBody, ofShortcut] = branchesOf(body, theta, statistics);
      // Both overwrite what they are given.
      const copy = take(D.data.length);
      copy.set(D.data);
      const second = { shape: D.shape, data: copy };
      const gradients = [gradient.subarray(0, body.nParameters), gradient.subarray(body.nParameters)];
      const dF = body.backward(ofBody, tapes.body, D, gradients[0], needed, take);
      const dS = shortcut.backward(ofShortcut, tapes.shortcut, second, gradients[1], needed, take);
      return dF === null || dS === null ? null : sumOf(dF, dS, take);
    },
  };
}

/** The weights of the body, and behind them the shortcut's: views. */
function branchesOf(body: Chain, parameters: Floats, statistics: Floats): [Weights, Weights] {
  const [p, s] = [body.nParameters, body.nStatistics];
  return [
    { parameters: parameters.subarray(0, p), statistics: statistics.subarray(0, s) },
    { parameters: parameters.subarray(p), statistics: statistics.subarray(s) },
  ];
}

function sumOf(a: Tensor, b: Tensor, take: (length: number) => Floats): Tensor {
  const sum = take(a.data.length);
  for (let i = 0; i < sum.length; i++) sum[i] = a.data[i] + b.data[i];
  return { shape: a.shape, data: sum };
}

/** Named by the branch, the layer's place in it, and its type. */
function shapesOf(
  body: Chain,
  shortcut: Chain,
  kind: "parameterShapes" | "statisticShapes",
): Record<string, Shape> {
  const branches = Object.entries({ body, shortcut }).flatMap(([branch, { placed }]) =>
    placed.flatMap(({ layer, config }, i) =>
      Object.entries(layer[kind] ?? {}).map(
        ([name, shape]) => [`${branch}.${i}.${config.type}.${name}`, shape] as const,
      ),
    ),
  );
  return Object.fromEntries(branches);
}

function flopsOf({ placed }: Chain): number {
  return placed.reduce((sum, { layer }) => sum + (layer.flops ?? 0), 0);
}

/** What the branch keeps: the caches of its layers, and their outputs. */
function cacheOf({ placed }: Chain): number {
  return placed.reduce((sum, { layer }) => sum + (layer.cacheSize ?? 0) + sizeOf(layer.outputShape), 0);
}

function checkLayers(option: string, layers: readonly LayerConfig[], least: number): void {
  if (Array.isArray(layers) && layers.length >= least) return;
  throw new ParameterError(
    option,
    least > 0 ? "be a list of at least one layer" : "be a list of layers",
    layers,
  );
}

function checkSameShape(F: Shape, S: Shape): void {
  if (F.length === S.length && F.every((length, axis) => length === S[axis])) return;
  throw new DataError({
    expected: "a body and a shortcut whose outputs can be added",
    got: `n × ${shapeText(F)} and n × ${shapeText(S)}`,
    remedy:
      "Give the body outputs of the input's shape, or the shortcut layers that bring the input to the body's.",
  });
}
