import {
  DataError,
  logLoss,
  strided,
  type Kernels,
  type SGDSweep,
  type SlidingWindow,
} from "@chimera/algorithms";
import { describe, expect, test } from "vitest";
import { backends } from "./backends.ts";

const vector = (n: number) => new Float64Array(n);
const A = strided(vector(6), 2, 3);

const refused: [what: string, call: (kernels: Kernels) => void, says: RegExp][] = [
  ["vectors of different lengths", (k) => k.dot(vector(2), vector(3)), /Expected 2 numbers in y/],
  ["mixed types", (k) => k.dot<Float64Array | Float32Array>(vector(2), new Float32Array(2)), /one type/],
  [
    "an x that does not fit",
    (k) => k.gemv(1, A, vector(2), 0, vector(2)),
    /3 numbers in x, one per column of A/,
  ],
  ["a y that does not fit", (k) => k.gemv(1, A, vector(3), 0, vector(3)), /2 numbers in y, one per row of A/],
  [
    "a matrix beyond its data",
    (k) => k.gemv(1, { ...A, offset: 1 }, vector(3), 0, vector(2)),
    /inside of its 6/,
  ],
  ["a stride below the width", (k) => k.gemv(1, { ...A, stride: 2 }, vector(3), 0, vector(2)), /stride of 2/],
  ["half a row", (k) => k.gemv(1, { ...A, nRows: 1.5 }, vector(3), 0, vector(2)), /1.5 × 3/],
  ["inner sizes that differ", (k) => product(k, A, A, strided(vector(4), 2, 2)), /m × k, k × n and m × n/],
  ["an output that shares memory with x", (k) => shared(k), /apart from x/],
  ["an output inside of A", (k) => k.gemv(1, A, vector(3), 0, A.data.subarray(2, 4)), /apart from A/],
  ["a C that is A", (k) => product(k, square, strided(vector(9), 3, 3), square), /apart from A/],
  ["an axpy onto itself", (k) => k.axpy(1, A.data, A.data), /apart from x/],
  ["distances of other widths", (k) => k.squaredDistances(A, square, strided(vector(4), 2, 2)), /m × k/],
  ["rows outside of the softmax", (k) => k.softmaxRows({ ...A, nRows: 3 }), /inside of its 6/],
  ["a b that does not fit", (k) => k.rectifyRows(A, vector(2)), /3 numbers in b, one per column of Z/],
  ["a b inside of the rows", (k) => k.addToRows(A, A.data.subarray(0, 3)), /apart from b/],
  ["a gradient of another length", (k) => k.rectifyGradient(vector(2), vector(3)), /2 numbers in g/],
  ["half an image", (k) => k.takePatches(pooling, vector(6), vector(4)), /n images of H × W × C/],
  ["a window beyond the image", (k) => pool(k, { ...pooling, outW: 3 }), /sees some of them at each/],
  ["padding as wide as the window", (k) => pool(k, { ...pooling, left: 2 }), /sees some of them at each/],
  ["a stride of half a number", (k) => pool(k, { ...pooling, strideX: 0.5 }), /"strideX":0.5/],
  [
    "patches of another size",
    (k) => k.addPatches(pooling, vector(3), vector(4)),
    /4 numbers in P, \(n outH outW\) × \(h w C\) of n = 1/,
  ],
  ["outputs of another size", (k) => k.meanPool(pooling, vector(4), vector(1)), /2 numbers in Y/],
  ["a D of another size", (k) => k.meanPoolGradient(pooling, vector(1), vector(4)), /2 numbers in D/],
  [
    "too few places",
    (k) => k.maxPoolGradient(pooling, vector(2), new Int32Array(1), vector(4)),
    /2 numbers in places/,
  ],
  [
    "outputs inside of the images",
    (k) => k.meanPool(pooling, A.data.subarray(0, 4), A.data.subarray(2, 4)),
    /apart from X/,
  ],
  ["a sweep beyond its order", (k) => k.sgdSweep({ ...sweep, size: 3 }), /at least 3 numbers in order/],
  ["a w of another length", (k) => k.sgdSweep({ ...sweep, w: vector(3) }), /2 numbers in w/],
  ["rows beyond the list", (k) => k.addToHistograms({ ...histogram, end: 5 }), /at least 5 numbers in rows/],
];

const square = strided(vector(9), 3, 3);

/** Two windows of two columns side by side. */
const pooling: SlidingWindow = {
  ...{ H: 1, W: 4, C: 1, h: 1, w: 2, strideY: 1, strideX: 2 },
  ...{ top: 0, left: 0, outH: 1, outW: 2 },
};

function pool(kernels: Kernels, window: SlidingWindow): void {
  const outputs = window.outH * window.outW;
  kernels.maxPool(window, vector(4), vector(outputs), new Int32Array(outputs));
}

const sweep: SGDSweep = {
  loss: logLoss,
  x: vector(4),
  d: 2,
  order: Int32Array.of(0, 1),
  start: 0,
  size: 2,
  targets: vector(2),
  rates: vector(2),
  factors: vector(2),
  l2: 0,
  fitIntercept: true,
  w: vector(2),
  bias: vector(1),
};

const histogram = {
  histogram: vector(4),
  first: Int32Array.of(0),
  width: 2,
  codes: new Uint8Array(2),
  rows: Int32Array.of(0, 1),
  start: 0,
  end: 2,
  slots: new Int32Array(2),
  weights: vector(2),
};

function product(kernels: Kernels, A: typeof square, B: typeof square, C: typeof square): void {
  kernels.gemm({ alpha: 1, A, transposeA: false, B, transposeB: false, beta: 0, C });
}

function shared(kernels: Kernels): void {
  const both = vector(4);
  kernels.gemv(1, strided(vector(4), 2, 2), both.subarray(0, 2), 0, both.subarray(1, 3));
}

describe.each((await backends()).map((kernels) => [kernels.name, kernels] as const))(
  "%s refuses",
  (_, kernels) => {
    test.each(refused)("%s", (_, call, says) => {
      expect(() => call(kernels)).toThrow(DataError);
      expect(() => call(kernels)).toThrow(says);
    });
  },
);
