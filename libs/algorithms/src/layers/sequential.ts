import { DataError, ParameterError } from "../errors.ts";
import type { PlainData } from "../estimator.ts";
import type { Floats } from "../kernels/index.ts";
import { sizeOf, type DType, type Shape, type Tensor } from "../tensor/tensor.ts";
import { checkIntegerAtLeast, checkSeed } from "../validation/parameters.ts";
import { allocate, BufferPool, Lease } from "./buffers.ts";
import { Chain, checkBatch, layerName, type PlacedLayer, type Tape, type Weights } from "./chain.ts";
import type { LayerConfig, LayerMaker, Moment } from "./layer.ts";
import { layerFactory } from "./make-layer.ts";

export interface SequentialOptions {
  /** Of one example, without the axis of the batch: `[784]`, or an image's `[height, width, channels]`. */
  inputShape: Shape;
  /** First to last, as `dense(10)` and its like make them. */
  layers: readonly LayerConfig[];
  /** What numbers are stored and computed in. Default `float32`. */
  dtype?: DType;
  /** The index of the first layer in the whole network, of which this is a part. Default 0. */
  firstLayer?: number;
}

/** A forward that can go back. */
export interface MicroBatch {
  /** n × outputs. It, and all that a later `backward` gives, stays as it is until `release`. */
  readonly output: Tensor;
  readonly weights: Weights;
  readonly tape: Tape;
  readonly lease: Lease;
}

/** One named tensor of the parameters or the statistics: a view. */
export interface NamedTensor extends Tensor {
  /** Path, type and name: `2.dense.weights`. */
  readonly name: string;
}

/** A forward that is not learnt from. */
export const INFERENCE: Moment = { training: false, seed: 0, step: 0, microBatch: 0 };

/** Rows that `predict` takes through the network together: their activations stay in the cache, and in memory used again. */
const PREDICTION_ROWS = 256;

/**
 * A network of layers one behind the other. It is an architecture: it holds no weights, they are given to every call.
 * It keeps buffers to use them again, so one instance serves one thread of computation, with any number of micro-batches
 * under way.
 *
 *     const network = new Sequential({ inputShape: [4], layers: [dense(8, { activation: "relu" }), dense(3)] });
 *     const weights = network.init(seed);
 *     const batch = network.forward(weights, X, { training: true, seed, step, microBatch: 0 });
 *     const { loss, gradient: dY } = …                          // ∂L/∂output
 *     network.backward(batch, dY, parameterGradient);
 *     network.release(batch);
 */
export class Sequential {
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  readonly dtype: DType;
  readonly firstLayer: number;
  readonly layers: readonly PlacedLayer[];
  readonly nParameters: number;
  readonly nStatistics: number;
  private readonly chain: Chain;
  private readonly makers: Readonly<Record<string, LayerMaker>>;
  private readonly pool: BufferPool;

  /**
   * @param makers users' own types of layers, by the `type` of their configs.
   * @throws ParameterError, DataError that name the layer: an unknown type or option, or shapes that do not fit.
   */
  constructor(options: SequentialOptions, makers: Readonly<Record<string, LayerMaker>> = {}) {
    const { inputShape, layers, dtype = "float32", firstLayer = 0 } = options;
    checkInputShape(inputShape);
    if (dtype !== "float32" && dtype !== "float64")
      throw new ParameterError("dtype", "be float32 or float64", dtype);
    checkIntegerAtLeast(0, "firstLayer", firstLayer);
    if (!Array.isArray(layers)) throw new ParameterError("layers", "be a list of layers", layers);
    const place = { inputShape, dtype, makeLayer: layerFactory(makers) };
    this.chain = new Chain(layers, (i) => String(firstLayer + i), place);
    this.inputShape = [...inputShape];
    this.outputShape = this.chain.outputShape;
    this.dtype = dtype;
    this.firstLayer = firstLayer;
    this.layers = this.chain.placed;
    this.nParameters = this.chain.nParameters;
    this.nStatistics = this.chain.nStatistics;
    this.makers = makers;
    this.pool = new BufferPool(dtype);
  }

  /** Weights where training starts: the same for the same seed, whole or in parts. @throws ParameterError */
  init(seed: number): Weights {
    checkSeed(seed);
    const weights = { parameters: this.vector(), statistics: allocate(this.dtype, this.nStatistics) };
    this.chain.init(weights.parameters, seed);
    this.chain.initStatistics(weights.statistics);
    return weights;
  }

  /** Zeros, one for each parameter: a gradient to add to. */
  vector(): Floats {
    return allocate(this.dtype, this.nParameters);
  }

  /**
   * @param input n × inputShape; it must stay as it is until the backward is done.
   * @throws DataError when input or weights do not fit.
   */
  forward(weights: Weights, input: Tensor, moment: Moment = INFERENCE): MicroBatch {
    checkBatch(input, this.inputShape, this.dtype, this.nameOfInput());
    this.checkWeights(weights);
    const lease = new Lease(this.pool);
    const { output, tape } = this.chain.forward(weights, input, moment, lease.take);
    return { output, weights, tape, lease };
  }

  /**
   * Adds ∂L/∂θ to `gradient`; the weights must be those of the forward. Each micro-batch goes back once.
   *
   * @param outputGradient ∂L/∂output of the mean (or sum) over the examples; it may be overwritten.
   * @param options.inputGradient whether ∂L/∂input is wanted, as by the stage before. Default false.
   * @returns ∂L/∂input, good until `release`; `null` when it is not wanted.
   */
  backward(
    { weights, tape, lease, output }: MicroBatch,
    outputGradient: Tensor,
    gradient: Floats,
    { inputGradient = false }: { inputGradient?: boolean } = {},
  ): Tensor | null {
    const n = output.shape[0];
    checkBatch(outputGradient, this.outputShape, this.dtype, "the gradient of the output");
    this.checkLength("gradient", gradient.length, this.nParameters);
    if (outputGradient.shape[0] !== n) {
      throw new DataError({
        expected: `a gradient for each of the ${n} examples of the micro-batch`,
        got: String(outputGradient.shape[0]),
        remedy: "Go back with the micro-batch that went forward.",
      });
    }
    return this.chain.backward(weights, tape, outputGradient, gradient, inputGradient, lease.take);
  }

  /** Gives the memory of a micro-batch back, to be used again. Who forgets it computes the same, but slower. */
  release({ lease }: MicroBatch): void {
    lease.release();
  }

  /** The outputs, in memory of their own. @param input n × inputShape. @returns n × outputShape */
  predict(weights: Weights, input: Tensor): Tensor {
    const n = input.shape[0];
    const [from, to] = [sizeOf(this.inputShape), sizeOf(this.outputShape)];
    checkBatch(input, this.inputShape, this.dtype, this.nameOfInput());
    const data = allocate(this.dtype, n * to);
    for (let first = 0; first < n; first += PREDICTION_ROWS) {
      const size = Math.min(PREDICTION_ROWS, n - first);
      const rows = input.data.subarray(first * from, (first + size) * from);
      const batch = this.forward(weights, { shape: [size, ...this.inputShape], data: rows });
      data.set(batch.output.data, first * to);
      this.release(batch);
    }
    return { shape: [n, ...this.outputShape], data };
  }

  /**
   * The layers `from` … `to − 1` of this network as one of their own, e.g. a stage of a pipeline. With the whole one's
   * weights (`weightsOf`) and seed it computes what they compute here, chance included.
   */
  slice(from: number, to: number): Sequential {
    const { layers, firstLayer, dtype, makers } = this;
    if (!(Number.isInteger(from) && Number.isInteger(to) && 0 <= from && from < to && to <= layers.length)) {
      const rule = `be two integers 0 ≤ from < to ≤ ${layers.length}, the number of layers`;
      throw new ParameterError("slice", rule, [from, to]);
    }
    const part = {
      inputShape: layers[from].inputShape,
      layers: layers.slice(from, to).map(({ config }) => config),
      dtype,
      firstLayer: firstLayer + from,
    };
    return new Sequential(part, makers);
  }

  /** The part of the whole network's weights that a slice of it has: views. @param whole the weights of `this`. */
  weightsOf(slice: Sequential, whole: Weights): Weights {
    this.checkWeights(whole);
    const first = slice.firstLayer - this.firstLayer;
    const last = this.layers[first + slice.layers.length - 1];
    const range = (kind: "parameters" | "statistics") =>
      [this.layers[first][kind][0], last[kind][1]] as const;
    return {
      parameters: whole.parameters.subarray(...range("parameters")),
      statistics: whole.statistics.subarray(...range("statistics")),
    };
  }

  /** Every tensor of the parameters (or of a gradient), or of the statistics, by name: views into the vector. */
  namedTensors(vector: Floats, kind: "parameters" | "statistics" = "parameters"): NamedTensor[] {
    this.checkLength(kind, vector.length, kind === "parameters" ? this.nParameters : this.nStatistics);
    return this.layers.flatMap(({ layer, config, path, [kind]: [from] }) => {
      const shapes = (kind === "parameters" ? layer.parameterShapes : layer.statisticShapes) ?? {};
      return Object.entries(shapes).map(([name, shape]) => {
        const data = vector.subarray(from, (from += sizeOf(shape)));
        return { name: `${path}.${config.type}.${name}`, shape, data };
      });
    });
  }

  /** The architecture as plain JSON. */
  toJSON(): PlainData {
    const { inputShape, dtype, firstLayer, layers } = this;
    return {
      inputShape: [...inputShape],
      dtype,
      ...(firstLayer > 0 && { firstLayer }),
      layers: layers.map(({ config }) => ({ ...config })),
    };
  }

  /**
   * @param makers users' own types of layers, as they were given to the constructor.
   * @throws ParameterError, DataError when it is not what `toJSON` returned.
   */
  static fromJSON(json: PlainData, makers: Readonly<Record<string, LayerMaker>> = {}): Sequential {
    return new Sequential(json as unknown as SequentialOptions, makers);
  }

  private checkWeights({ parameters, statistics }: Weights): void {
    this.checkLength("parameters", parameters.length, this.nParameters);
    this.checkLength("statistics", statistics.length, this.nStatistics);
  }

  private checkLength(what: string, got: number, expected: number): void {
    if (got === expected) return;
    throw new DataError({
      expected: `${expected} numbers of ${what} for this network`,
      got: String(got),
      remedy: "Give weights and gradients that were made for the same architecture.",
    });
  }

  private nameOfInput(): string {
    const [first] = this.layers;
    return first === undefined ? "the input" : `the input of ${layerName(first.config, first.path)}`;
  }
}

function checkInputShape(shape: Shape): void {
  const isShape =
    Array.isArray(shape) && shape.length > 0 && shape.every((size) => Number.isSafeInteger(size) && size > 0);
  if (!isShape)
    throw new ParameterError("inputShape", "be a list of integers ≥ 1, the axes of an example", shape);
}
