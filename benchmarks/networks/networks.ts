import { conv2d, dense, flatten, maxPool2d, type LayerConfig, type Shape } from "@chimera/algorithms";

/** A network that is trained by plain gradient descent on the cross-entropy, always on the same batch. */
export interface NetworkCase {
  name: string;
  inputShape: Shape;
  layers: LayerConfig[];
  batchSize: number;
  /** A step by OpenBLAS should take so many times PyTorch's at most. */
  aim?: number;
}

const perceptron = (inputs: number, hidden: readonly number[], batchSize: number): NetworkCase => ({
  name: `${[inputs, ...hidden, 10].join("-")}, batch ${batchSize}`,
  inputShape: [inputs],
  layers: [...hidden.map((units) => dense(units, { activation: "relu" })), dense(10)],
  batchSize,
});

/** Two convolutions, each with pooling behind it, and dense layers. */
const convolutional = (size: number, hidden: readonly number[]): NetworkCase => ({
  name: `convolutions 16 and 32, dense ${[...hidden, 10].join(" and ")}, on ${size} × ${size}, batch 64`,
  inputShape: [size, size, 1],
  layers: [
    ...[conv2d(16, 3, { padding: "same", activation: "relu" }), maxPool2d(2)],
    ...[conv2d(32, 3, { padding: "same", activation: "relu" }), maxPool2d(2)],
    ...[flatten(), ...hidden.map((units) => dense(units, { activation: "relu" })), dense(10)],
  ],
  batchSize: 64,
  aim: 2,
});

export const NETWORKS: readonly NetworkCase[] = [
  perceptron(784, [256, 128], 64),
  perceptron(784, [1024, 1024], 128),
  convolutional(28, []),
  convolutional(8, [64]),
];

/** Do `steps` steps of the network; the same one is asked for in every turn, and goes on from where it was. */
export interface StepsOrder extends NetworkCase {
  order: "steps";
  steps: number;
}

export interface StepsAnswer {
  /** For all steps. */
  seconds: number;
  /** Of the last step: both sides must have the same. */
  loss: number;
}

export const LEARNING_RATE = 0.01;

/** Number i of inputs and weights, −½…½: the same on both sides. */
export function madeNumber(i: number): number {
  return ((7919 * i) % 1009) / 1009 - 0.5;
}

/** A weight times this is about as large as He's; half of that for the last layer's would do as well. */
export function weightScale(fanIn: number): number {
  return Math.sqrt(24 / fanIn);
}
