/** A process that trains networks by one backend of ours: reads orders from standard input, a line of JSON each. */
import { createOptimizer, crossEntropy, kernels, Sequential, sizeOf, type Floats } from "@chimera/algorithms";
import { answerLines, timed } from "../processes/answer-lines.ts";
import type { LoadOrder } from "../processes/backends.ts";
import { loadBackend } from "../processes/load-backend.ts";
import { LEARNING_RATE, madeNumber, weightScale, type StepsAnswer, type StepsOrder } from "./networks.ts";

/** @returns a function that does one step, and answers the loss before it. */
function prepare({ inputShape, layers, batchSize }: StepsOrder): () => number {
  const network = new Sequential({ inputShape, layers });
  const weights = network.init(0);
  for (const { name, shape, data } of network.namedTensors(weights.parameters)) {
    if (/weights|filters/u.test(name)) fill(data, weightScale(data.length / shape[shape.length - 1]));
  }
  const input = {
    shape: [batchSize, ...inputShape],
    data: kernels().allocateFloat32(batchSize * sizeOf(inputShape)),
  };
  fill(input.data, 2);
  const classes = Int32Array.from({ length: batchSize }, (_, i) => i % 10);
  const gradient = network.vector();
  const sgd = createOptimizer("sgd", { learningRate: LEARNING_RATE });
  const state = sgd.init(0);
  return () => {
    const batch = network.forward(weights, input, { training: true, seed: 0, step: 0, microBatch: 0 });
    const slope = { shape: batch.output.shape, data: batch.lease.take(batch.output.data.length) };
    const loss = crossEntropy.evaluate(batch.output, classes, slope.data);
    gradient.fill(0);
    network.backward(batch, slope, gradient);
    network.release(batch);
    sgd.update(state, weights.parameters, gradient);
    return loss;
  };
}

function fill(numbers: Floats, scale: number): void {
  for (let i = 0; i < numbers.length; i++) numbers[i] = scale * madeNumber(i);
}

let last: { key: string; step: () => number } | undefined;

function train(order: StepsOrder): StepsAnswer {
  if (last?.key !== order.name) last = { key: order.name, step: prepare(order) };
  const { step } = last;
  let loss = 0;
  const [seconds] = timed(() => {
    for (let i = 0; i < order.steps; i++) loss = step();
  });
  return { seconds, loss };
}

await answerLines((order: LoadOrder | StepsOrder) =>
  order.order === "load" ? loadBackend(order) : train(order),
);
