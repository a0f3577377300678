import { chooseActivation, type Floats, type Layer, type LayerConfig, type Place } from "@chimera/algorithms";

export interface AddBiasConfig extends LayerConfig {
  readonly type: "addBias";
  readonly activation: string;
  readonly bias: boolean;
}

/** What is left of a pair's second layer once the ranks' products have been summed: y = f(z + b). */
export function makeAddBias({ activation, bias }: AddBiasConfig, { inputShape }: Place): Layer<Floats> {
  const f = chooseActivation(activation);
  const [q] = inputShape;
  const noBias = new Float64Array(q);
  return {
    outputShape: inputShape,
    ...(bias && { parameterShapes: { biases: [q] } }),
    forward(theta, { shape, data: z }, { take }) {
      const y = f.needsInput ? take(z.length) : z;
      f.forward(z, bias ? theta : noBias, y);
      return { output: { shape, data: y }, cache: f.needsInput ? z : y };
    },
    backward(_theta, kept, D, gradient) {
      f.backward(kept, D.data, q);
      if (bias) for (let at = 0; at < D.data.length; at++) gradient[at % q] += D.data[at];
      return D;
    },
  };
}
