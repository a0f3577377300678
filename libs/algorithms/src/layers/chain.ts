import { DataError } from "../errors.ts";
import type { Floats } from "../kernels/index.ts";
import { hashSeed } from "../random/hash-seed.ts";
import { shapeText, sizeOf, type Shape, type Tensor } from "../tensor/tensor.ts";
import {
  failureIn,
  requireInputGradient,
  requireLayer,
  requireOutput,
  type Expected,
} from "./check-layer.ts";
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
  readonly #dtype: string;

  /**
   * @param pathOf the path of layer i.
   * @throws ParameterError, DataError that begin with the layer: what its config lacks, or which shapes do not fit.
   */
  constructor(configs: readonly LayerConfig[], pathOf: (i: number) => string, place: Omit<Place, "path">) {
    this.inputShape = place.inputShape;
    this.#dtype = place.dtype;
    const placed: PlacedLayer[] = [];
    let { inputShape } = place;
    let [nParameters, nStatistics] = [0, 0];
    configs.forEach((config, i) => {
      const path = pathOf(i);
      const layer = named(config, path, () => {
        const made: unknown = place.makeLayer(config, { ...place, path, inputShape });
        requireLayer(made);
        return made;
      });
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
    for (const { layer, config, path, parameters: range } of this.placed) {
      named(config, path, () => layer.init?.(parameters.subarray(...range), hashSeed(seed, path)));
    }
  }

  initStatistics(statistics: Floats): void {
    for (const { layer, config, path, statistics: range } of this.placed)
      named(config, path, () => layer.initStatistics?.(statistics.subarray(...range)));
  }

  /** @throws what a layer throws, with its name; DataError when it gives something else than its outputs. */
  forward(weights: Weights, input: Tensor, moment: Moment, take: Take): { output: Tensor; tape: Tape } {
    const tape: unknown[] = [];
    let output = input;
    let i = 0;
    try {
      for (; i < this.placed.length; i++) {
        const { layer, parameters, statistics } = this.placed[i];
        const context = { ...moment, take, statistics: weights.statistics.subarray(...statistics) };
        const step = layer.forward(weights.parameters.subarray(...parameters), output, context);
        requireOutput(step, this.#expected(layer.outputShape, input));
        tape.push(step.cache);
        output = step.output;
      }
    } catch (thrown) {
      throw this.#failureIn(i, thrown);
    }
    return { output, tape };
  }

  /**
   * ∂L/∂θ is added to `gradient`.
   *
   * @returns ∂L/∂input, `null` when nobody needs it.
   * @throws what a layer throws, with its name; DataError when it gives something else than the gradient of its inputs.
   */
  backward(
    weights: Weights,
    tape: Tape,
    outputGradient: Tensor,
    gradient: Floats,
    needsInputGradient: boolean,
    take: Take,
  ): Tensor | null {
    let D = outputGradient;
    let i = this.placed.length - 1;
    try {
      for (; i >= 0; i--) {
        const { layer, inputShape, parameters, statistics } = this.placed[i];
        const isNeeded = needsInputGradient || this.isLearntBefore(i);
        const context = {
          take,
          statistics: weights.statistics.subarray(...statistics),
          needsInputGradient: isNeeded,
        };
        const theta = weights.parameters.subarray(...parameters);
        const dX = layer.backward(theta, tape[i], D, gradient.subarray(...parameters), context);
        if (!isNeeded) return null;
        requireInputGradient(dX, this.#expected(inputShape, D));
        D = dX;
      }
    } catch (thrown) {
      throw this.#failureIn(i, thrown);
    }
    return needsInputGradient ? D : null;
  }

  #failureIn(i: number, thrown: unknown): Error {
    const { config, path } = this.placed[i];
    return failureIn(layerName(config, path), thrown);
  }

  /** As many examples as there are in the batch. */
  #expected(shape: Shape, { shape: [nExamples] }: Tensor): Expected {
    return { shape, nExamples, dtype: this.#dtype };
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

/** Lets a refusal, or another failure, name the layer it is about, once. */
function named<Result>(config: LayerConfig, path: string, act: () => Result): Result {
  try {
    return act();
  } catch (thrown) {
    throw failureIn(layerName(config, path), thrown);
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
