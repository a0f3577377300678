import { DataError, ParameterError } from "../errors.ts";
import type { Floats } from "../kernels/index.ts";
import { hashSeed } from "../random/hash-seed.ts";
import { shapeText, sizeOf, type Shape, type Tensor } from "../tensor/tensor.ts";
import type { Layer, LayerConfig, Moment, Place } from "./layer.ts";

/** What a network knows: two flat vectors, each the layers' own one behind the other. */
export interface Weights {
  /** θ, what is learnt. */
  readonly parameters: Floats;
  /** What layers note of the data while they learn (BatchNorm). Empty for most networks. */
  readonly statistics: Floats;
}

/** A layer, and where it stands. */
export interface PlacedLayer {
  readonly config: LayerConfig;
  /** E.g. `3`, or inside of a block `3.body.0`. */
  readonly path: string;
  readonly layer: Layer;
  readonly inputShape: Shape;
  /** Its parameters are `[from, to)` of the chain's. */
  readonly parameters: readonly [from: number, to: number];
  readonly statistics: readonly [from: number, to: number];
}

/** Everything that one micro-batch needs to go back. */
export type Tape = readonly unknown[];

type Take = (length: number) => Floats;

/** Layers one behind the other. */
export class Chain {
  readonly placed: readonly PlacedLayer[];
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  readonly nParameters: number;
  readonly nStatistics: number;

  /**
   * @param pathOf the path of layer i.
   * @throws ParameterError, DataError that begin with the layer: what its config lacks, or which shapes do not fit.
   */
  constructor(configs: readonly LayerConfig[], pathOf: (i: number) => string, place: Omit<Place, "path">) {
    this.inputShape = place.inputShape;
    const placed: PlacedLayer[] = [];
    let { inputShape } = place;
    let [nParameters, nStatistics] = [0, 0];
    configs.forEach((config, i) => {
      const path = pathOf(i);
      const layer = named(config, path, () => place.makeLayer(config, { ...place, path, inputShape }));
      const parameters = [nParameters, (nParameters += sizeOfAll(layer.parameterShapes))] as const;
      const statistics = [nStatistics, (nStatistics += sizeOfAll(layer.statisticShapes))] as const;
      placed.push({ config, path, layer, inputShape, parameters, statistics });
      inputShape = layer.outputShape;
    });
    this.placed = placed;
    this.outputShape = inputShape;
    this.nParameters = nParameters;
    this.nStatistics = nStatistics;
  }

  /** Each layer's seed is hash(seed, path), so a part of a network starts as it does in the whole. */
  init(parameters: Floats, seed: number): void {
    for (const { layer, path, parameters: range } of this.placed) {
      layer.init?.(parameters.subarray(...range), hashSeed(seed, path));
    }
  }

  initStatistics(statistics: Floats): void {
    for (const { layer, statistics: range } of this.placed)
      layer.initStatistics?.(statistics.subarray(...range));
  }

  forward(weights: Weights, input: Tensor, moment: Moment, take: Take): { output: Tensor; tape: Tape } {
    const tape: unknown[] = [];
    let output = input;
    for (const { layer, parameters, statistics } of this.placed) {
      const context = { ...moment, take, statistics: weights.statistics.subarray(...statistics) };
      const step = layer.forward(weights.parameters.subarray(...parameters), output, context);
      tape.push(step.cache);
      output = step.output;
    }
    return { output, tape };
  }

  /** ∂L/∂θ is added to `gradient`. @returns ∂L/∂input, `null` when nobody needs it. */
  backward(
    weights: Weights,
    tape: Tape,
    outputGradient: Tensor,
    gradient: Floats,
    needsInputGradient: boolean,
    take: Take,
  ): Tensor | null {
    let D: Tensor | null = outputGradient;
    for (let i = this.placed.length - 1; i >= 0 && D !== null; i--) {
      const { layer, parameters, statistics } = this.placed[i];
      const context = {
        take,
        statistics: weights.statistics.subarray(...statistics),
        needsInputGradient: needsInputGradient || this.isLearntBefore(i),
      };
      const theta = weights.parameters.subarray(...parameters);
      D = layer.backward(theta, tape[i], D, gradient.subarray(...parameters), context);
    }
    return needsInputGradient ? D : null;
  }

  /** Whether a layer before layer i has parameters: their gradient comes through it. */
  private isLearntBefore(i: number): boolean {
    return i > 0 && this.placed[i].parameters[0] > 0;
  }
}

function sizeOfAll(shapes: Readonly<Record<string, Shape>> = {}): number {
  return Object.values(shapes).reduce((sum, shape) => sum + sizeOf(shape), 0);
}

/** As it is shown to users: `layer 3 (conv2d)`. */
export function layerName(config: LayerConfig, path: string): string {
  return `layer ${path} (${String((config as Partial<LayerConfig> | null)?.type)})`;
}

/** Lets a refusal begin with the layer it is about, once. */
function named<Result>(config: LayerConfig, path: string, make: () => Result): Result {
  try {
    return make();
  } catch (error) {
    if (error instanceof ParameterError || error instanceof DataError) {
      throw error.within(layerName(config, path));
    }
    throw error;
  }
}

/** @throws DataError unless it is n examples of that shape. */
export function checkBatch(input: Tensor, shape: Shape, dtype: string, what: string): void {
  const { data } = input;
  const fits =
    input.shape.length === shape.length + 1 &&
    shape.every((length, axis) => input.shape[axis + 1] === length) &&
    data.length === sizeOf(input.shape);
  const got = data instanceof Float32Array ? "float32" : "float64";
  if (fits && got === dtype) return;
  throw new DataError({
    expected: `n × ${shapeText(shape)} in ${dtype} as ${what}`,
    got: `${shapeText(input.shape)} with ${data.length} numbers in ${got}`,
    remedy: "Give a batch of examples of the shape that the network was made for, in its dtype.",
  });
}
