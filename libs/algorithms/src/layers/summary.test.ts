import { expect, test } from "vitest";
import {
  batchNorm,
  conv2d,
  dense,
  dropout,
  flatten,
  maxPool2d,
  Sequential,
  summarise,
  summaryText,
} from "./index.ts";

const network = new Sequential({
  inputShape: [28, 28, 1],
  layers: [
    conv2d(8, 3, { padding: "same", activation: "relu" }),
    batchNorm(),
    maxPool2d(2),
    flatten(),
    dropout(0.5),
    dense(10),
  ],
});

test("counts by hand", () => {
  const { layers, parameters, parameterBytes, flops, activationBytes } = summarise(network);
  const places = 28 * 28;
  expect(layers[0]).toEqual({
    path: "0",
    type: "conv2d",
    outputShape: [28, 28, 8],
    parameters: 9 * 8 + 8,
    // A product of 9 numbers, a bias and a comparison for each output.
    flops: places * 8 * (2 * 9 + 1 + 1),
    activationBytes: 4 * places * 8,
  });
  // Its output and x̂.
  expect(layers[1].activationBytes).toBe(4 * 2 * places * 8);
  expect(layers[3]).toMatchObject({ parameters: 0, flops: 0, activationBytes: 0 });
  expect(layers[5]).toMatchObject({ parameters: 15_690, flops: 2 * 15_680 + 10, activationBytes: 40 });
  expect(parameters).toBe(80 + 16 + 15_690);
  expect(parameterBytes).toBe(4 * parameters);
  expect(flops).toBe(layers.reduce((sum, layer) => sum + layer.flops, 0));
  expect(activationBytes).toBe(layers.reduce((sum, layer) => sum + layer.activationBytes, 0));
});

test("as a table", () => {
  expect(summaryText(summarise(network))).toBe(
    [
      "layer                 output       parameters    FLOPs  bytes kept",
      "------------------------------------------------------------------",
      "input                 28 × 28 × 1",
      "0 conv2d              28 × 28 × 8          80  125,440      25,088",
      "1 batchNorm           28 × 28 × 8          16   50,176      50,176",
      "2 maxPool2d           14 × 14 × 8           0    6,272      12,544",
      "3 flatten             1568                  0        0           0",
      "4 dropout             1568                  0    1,568      12,544",
      "5 dense               10               15,690   31,370          40",
      "------------------------------------------------------------------",
      "total of one example                   15,786  214,826     100,392",
    ].join("\n"),
  );
});
