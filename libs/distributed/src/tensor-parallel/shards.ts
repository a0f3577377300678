import type { Floats, LayerConfig, Sequential } from "@chimera/algorithms";
import { segmentsOf } from "./pairs.ts";

/** Numbers that lie together in the whole network's vector and in a rank's. */
interface Run {
  readonly whole: number;
  readonly own: number;
  readonly length: number;
}

/** Where the parameters of a rank are in the whole network's vector. */
export interface Shard {
  readonly runs: readonly Run[];
  readonly nParameters: number;
}

/**
 * What rank t of T holds of a network's parameters: all of the replicated layers; of a pair, columns t m/T … (t + 1) m/T of
 * the first layer's weights (k × m) with their biases, the same rows of the second's (m × q), and all of its biases.
 */
export function shardOf(network: Sequential, t: number, T: number): Shard {
  const runs: Run[] = [];
  let own = 0;
  const take = (whole: number, length: number): void => {
    runs.push({ whole, own, length });
    own += length;
  };
  const { layers } = network;
  const configs: LayerConfig[] = layers.map(({ config }) => config);
  for (const segment of segmentsOf(configs, 0, layers.length, T)) {
    if (segment.type === "replicated") {
      const [from, to] = [layers[segment.from].parameters[0], layers[segment.to - 1].parameters[1]];
      take(from, to - from);
      continue;
    }
    const [first, second] = [layers[segment.from], layers[segment.from + 1]];
    const { weights: [k, m] = [0, 0], biases } = first.layer.parameterShapes!;
    const { weights: [, q] = [0, 0], biases: secondBiases } = second.layer.parameterShapes!;
    const width = m / T;
    const [A, B] = [first.parameters[0], second.parameters[0]];
    for (let row = 0; row < k; row++) take(A + row * m + t * width, width);
    if (biases) take(A + k * m + t * width, width);
    take(B + t * width * q, width * q);
    if (secondBiases) take(B + m * q, q);
  }
  return { runs, nParameters: own };
}

/** own ← the rank's part of whole */
export function takeShard({ runs }: Shard, whole: Floats, own: Floats): void {
  for (const run of runs) own.set(whole.subarray(run.whole, run.whole + run.length), run.own);
}

/** Writes the rank's part into the whole vector; of what all ranks hold, the last one's stays. */
export function putShard({ runs }: Shard, own: Floats, whole: Floats): void {
  for (const run of runs) whole.set(own.subarray(run.own, run.own + run.length), run.whole);
}
