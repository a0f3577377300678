import {
  dense,
  Sequential,
  type DenseConfig,
  type DType,
  type Floats,
  type LayerConfig,
  type MicroBatch,
  type Moment,
  type PlacedLayer,
  type Shape,
  type Tensor,
  type Weights,
} from "@chimera/algorithms";
import { allReduceSum } from "../collectives/index.ts";
import type { WorkerName } from "../coordinator/coordinator.ts";
import type { Peers } from "../peers/index.ts";
import { makeAddBias, type AddBiasConfig } from "./add-bias.ts";
import { segmentsOf } from "./pairs.ts";
import { shardOf, takeShard, type Shard } from "./shards.ts";

export interface TensorParallelOptions {
  /** t, 0 … T − 1 */
  readonly rank: number;
  /** The T workers that share the layers. */
  readonly ranks: readonly WorkerName[];
  readonly peers: Peers;
  /** Names this network in the tags of its messages. */
  readonly tag: string;
  /** Counts ms. */
  readonly now: () => number;
}

/** A network of this rank, and where its parameters lie among the rank's. */
interface Piece {
  readonly network: Sequential;
  /** Of the parameters. */
  readonly range: readonly [from: number, to: number];
  /** Of the statistics. */
  readonly statistics: readonly [from: number, to: number];
  /** Which of the whole network's layers it belongs to; of several, the first. */
  readonly layer: number;
  /** Whether what it gives forward, or backward, is a part of a sum over the ranks. */
  readonly sums: "output" | "input gradient" | null;
  /** Whether every rank has the same parameters of it. */
  readonly replicated: boolean;
}

/**
 * A rank's share of a network whose pairs of dense layers are split over T workers, the first by columns and the second by
 * rows, so that nothing has to travel between them. For rank t of a pair with weights A, B and activations f, g:
 *
 *     H_t = f(X A_t + a_t)        Z = Σ_t H_t B_t  (all-reduce)          Y = g(Z + b)
 *     ∂L/∂H_t = ∂L/∂Z B_tᵀ        ∂L/∂X = Σ_t ∂L/∂(X A_t) A_tᵀ  (all-reduce)
 *
 * Every rank computes all other layers alike. The sums' order differs from that of one process, so that results are equal up to
 * rounding, and equal among the ranks bit for bit.
 *
 * Source: Shoeybi et al., Megatron-LM: Training Multi-Billion Parameter Language Models Using Model Parallelism, 2019.
 */
export class TensorParallelNetwork {
  readonly outputShape: Shape;
  readonly firstLayer: number;
  readonly nParameters: number;
  readonly nStatistics: number;
  readonly #whole: Sequential;
  readonly #shard: Shard;
  readonly #pieces: readonly Piece[];
  readonly #options: TensorParallelOptions;
  /** All ranks make the same sums in the same order: a count names each. */
  #nSums = 0;
  #exchange = { ms: 0, bytes: 0 };

  constructor(whole: Sequential, options: TensorParallelOptions) {
    this.#whole = whole;
    this.#options = options;
    this.outputShape = whole.outputShape;
    this.firstLayer = whole.firstLayer;
    this.#shard = shardOf(whole, options.rank, options.ranks.length);
    this.nParameters = this.#shard.nParameters;
    this.nStatistics = whole.nStatistics;
    this.#pieces = piecesOf(whole, options.ranks.length);
  }

  /** The rank's share of where the whole network starts. */
  init(seed: number): Weights {
    const { parameters, statistics } = this.#whole.init(seed);
    const own = this.vector();
    takeShard(this.#shard, parameters, own);
    return { parameters: own, statistics };
  }

  vector(): Floats {
    return this.#whole.dtype === "float32"
      ? new Float32Array(this.nParameters)
      : new Float64Array(this.nParameters);
  }

  async forward(weights: Weights, input: Tensor, moment?: Moment): Promise<MicroBatch> {
    const batches: MicroBatch[] = [];
    let x = input;
    for (const { network, range, statistics, sums } of this.#pieces) {
      const own = {
        parameters: weights.parameters.subarray(...range),
        statistics: weights.statistics.subarray(...statistics),
      };
      const batch = network.forward(own, x, moment);
      batches.push(batch);
      x = batch.output;
      if (sums === "output") await this.#sum(x.data);
    }
    const { lease } = batches[batches.length - 1];
    return { output: x, weights, tape: batches, lease };
  }

  async backward(
    { tape }: MicroBatch,
    outputGradient: Tensor,
    gradient: Floats,
    { inputGradient }: { inputGradient: boolean },
  ): Promise<Tensor | null> {
    let D: Tensor | null = outputGradient;
    for (let i = this.#pieces.length - 1; i >= 0 && D !== null; i--) {
      const { network, range, sums } = this.#pieces[i];
      const needed = inputGradient || i > 0;
      const batch = tape[i] as MicroBatch;
      D = network.backward(batch, D, gradient.subarray(...range), { inputGradient: needed });
      if (D !== null && sums === "input gradient") await this.#sum(D.data);
    }
    return D;
  }

  release({ tape }: MicroBatch): void {
    (tape as readonly MicroBatch[]).forEach((batch, i) => this.#pieces[i].network.release(batch));
  }

  /** What all ranks hold is counted by the first. */
  normRanges(): { layer: number; from: number; to: number }[] {
    const isFirst = this.#options.rank === 0;
    return this.#pieces
      .filter(({ replicated }) => isFirst || !replicated)
      .flatMap(({ network, range: [from], layer }) =>
        network.layers.map(({ parameters }, i) => ({
          layer: layer + i,
          from: from + parameters[0],
          to: from + parameters[1],
        })),
      );
  }

  /** What the sums took, and sent, since this was asked last. */
  exchanged(): { ms: number; bytes: number } {
    const exchange = this.#exchange;
    this.#exchange = { ms: 0, bytes: 0 };
    return exchange;
  }

  async #sum(vector: Floats): Promise<void> {
    const { rank, ranks, peers, tag, now } = this.#options;
    const start = now();
    const bytes = await allReduceSum(vector, { rank, ranks, peers, tag: `${tag} sum ${this.#nSums++}` });
    this.#exchange.ms += now() - start;
    this.#exchange.bytes += bytes;
  }
}

function piecesOf(whole: Sequential, T: number): Piece[] {
  const { layers, firstLayer, dtype } = whole;
  const pieces: Piece[] = [];
  let [nParameters, nStatistics] = [0, 0];
  const add = (network: Sequential, layer: number, sums: Piece["sums"], replicated: boolean): void => {
    const range = [nParameters, (nParameters += network.nParameters)] as const;
    const statistics = [nStatistics, (nStatistics += network.nStatistics)] as const;
    pieces.push({ network, range, statistics, layer: firstLayer + layer, sums, replicated });
  };
  const configs = layers.map(({ config }) => config);
  for (const segment of segmentsOf(configs, 0, layers.length, T)) {
    const { from } = segment;
    if (segment.type === "replicated") add(whole.slice(from, segment.to), from, null, true);
    else {
      const { columns, rows, rest } = shareOfPair(layers[from], layers[from + 1], T, dtype);
      add(columns, from, "input gradient", false);
      add(rows, from + 1, "output", false);
      add(rest, from + 1, null, true);
    }
  }
  return pieces;
}

/** What a rank computes of a pair: H_t = f(X A_t + a_t), H_t B_t, and of the sum Z, like all others, g(Z + b). */
function shareOfPair(
  first: PlacedLayer,
  second: PlacedLayer,
  T: number,
  dtype: DType,
): Record<"columns" | "rows" | "rest", Sequential> {
  const { units: m, activation: f = "identity", bias: a = true } = first.config as DenseConfig;
  const { units: q, activation: g = "identity", bias: b = true } = second.config as DenseConfig;
  const width = m / T;
  const addBias: AddBiasConfig = { type: "addBias", activation: g, bias: b };
  const networkOf = (inputShape: Shape, layer: LayerConfig): Sequential =>
    new Sequential({ inputShape, layers: [layer], dtype }, { addBias: makeAddBias });
  return {
    columns: networkOf(first.inputShape, dense(width, { activation: f, bias: a })),
    rows: networkOf([width], dense(q, { bias: false })),
    rest: networkOf([q], addBias),
  };
}
