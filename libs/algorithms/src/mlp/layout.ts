import type { Label, ModelShape } from "../estimator.ts";
import type { Floats } from "../kernels/index.ts";
import { dense, Sequential, type LayerConfig } from "../layers/index.ts";
import { activationName, sizesOf, type MLPParameters } from "./parameters.ts";

/** Dense layers, and the output's without an activation: losses take scores. */
export function networkOf(
  { hiddenLayerSizes, activation, dtype }: MLPParameters,
  { nFeatures, classes }: ModelShape,
): Sequential {
  const hidden: LayerConfig[] = sizesOf(hiddenLayerSizes).map((units) =>
    dense(units, { activation: activationName(activation), initialiser: "glorot" }),
  );
  const layers = [...hidden, dense(nOutputsOf(classes))];
  return new Sequential({ inputShape: [nFeatures], layers, dtype });
}

/** One number of a regressor, one score of two classes, else one for each class. */
function nOutputsOf(classes: readonly Label[] | null): number {
  return classes === null || classes.length === 2 ? 1 : classes.length;
}

/**
 * The network has W₁ b₁ W₂ b₂ …, layer by layer; a `GradientModel` has all weights first, W₁ W₂ … b₁ b₂ …, so that a penalty
 * knows which parameters are free.
 */
export class WeightsFirst {
  readonly nWeights: number;
  private readonly moves: { from: number; to: number; length: number }[];

  constructor(network: Sequential) {
    const layers = network.layers.map(({ layer, parameters: [from, until] }) => {
      const [units] = layer.outputShape;
      return { from, until, biases: until - units };
    });
    this.nWeights = layers.reduce((sum, { from, biases }) => sum + biases - from, 0);
    let [weightAt, biasAt] = [0, this.nWeights];
    this.moves = layers.flatMap(({ from, until, biases }) => {
      const parts = [
        { from, to: weightAt, length: biases - from },
        { from: biases, to: biasAt, length: until - biases },
      ];
      weightAt += biases - from;
      biasAt += until - biases;
      return parts;
    });
  }

  /** @param layerByLayer the network's. @param weightsFirst overwritten. */
  reorder(layerByLayer: Floats, weightsFirst: Floats): void {
    for (const { from, to, length } of this.moves)
      weightsFirst.set(layerByLayer.subarray(from, from + length), to);
  }

  /** @param layerByLayer overwritten. */
  restore(weightsFirst: Floats, layerByLayer: Floats): void {
    for (const { from, to, length } of this.moves)
      layerByLayer.set(weightsFirst.subarray(to, to + length), from);
  }

  /** The ranges of weights in the network's vector. */
  weightRanges(): { from: number; length: number }[] {
    return this.moves.filter(({ to }) => to < this.nWeights);
  }
}
