import type { Floats, SlidingWindow } from "@chimera/algorithms";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { backends } from "./backends.ts";
import { bound, fill, maker, memory, roundoffOf } from "./operands.ts";

fc.configureGlobal({ seed: 20_261_125 });

/** One axis: as many places as see something of the image, or fewer. */
const axis = fc
  .record({
    length: fc.integer({ min: 1, max: 7 }),
    size: fc.integer({ min: 1, max: 4 }),
    stride: fc.integer({ min: 1, max: 3 }),
    padding: fc.nat(3),
    fewer: fc.nat(2),
  })
  .map(({ length, size, stride, padding, fewer }) => {
    const before = padding % size;
    const most = Math.floor((length - 1 + before) / stride) + 1;
    return { length, size, stride, before, places: Math.max(1, most - fewer) };
  });

/** Channels of whole vectors, and not. */
const channels = fc.constantFrom(1, 2, 3, 4, 5, 8, 11, 16);

const sliding = fc.tuple(axis, axis, channels).map(([y, x, C]): SlidingWindow => ({
  ...{ H: y.length, W: x.length, C, h: y.size, w: x.size },
  ...{ strideY: y.stride, strideX: x.stride, top: y.before, left: x.before },
  ...{ outH: y.places, outW: x.places },
}));

const shape = fc.record({ window: sliding, n: fc.nat(3), where: memory });

/** Calls back for each cell of the window at each place, channel by channel, that is in its image. */
function eachCell(
  { H, W, C, h, w, strideY, strideX, top, left, outH, outW }: SlidingWindow,
  n: number,
  visit: (cell: number, output: number) => void,
): void {
  for (let output = 0; output < n * outH * outW * C; output++) {
    const [c, ox, oy] = [output % C, Math.floor(output / C) % outW, Math.floor(output / C / outW) % outH];
    const i = Math.floor(output / C / outW / outH);
    for (let r = 0; r < h; r++) {
      for (let s = 0; s < w; s++) {
        const [y, x] = [oy * strideY + r - top, ox * strideX + s - left];
        if (y >= 0 && y < H && x >= 0 && x < W) visit(((i * H + y) * W + x) * C + c, output);
      }
    }
  }
}

const inputs = ({ H, W, C }: SlidingWindow, n: number) => n * H * W * C;
const outputs = ({ outH, outW, C }: SlidingWindow, n: number) => n * outH * outW * C;
const patches = (window: SlidingWindow, n: number) => outputs(window, n) * window.h * window.w;

describe.each((await backends()).map((kernels) => [kernels.name, kernels] as const))("%s", (_, kernels) => {
  test("patches are those of the formula", () => {
    fc.assert(
      fc.property(shape, ({ window, n, where }) => {
        const make = maker(kernels, where);
        const [X, P] = [fill(make(inputs(window, n)), 1), fill(make(patches(window, n)), 2)];
        kernels.takePatches(window, X, P);
        expect(P).toEqual(P.map((_value, at) => patchNumber(window, X, at)));
      }),
    );
  });

  test("adding patches is the transposed map: ⟨patches of X, P⟩ = ⟨X, sum of P⟩, number by number of X", () => {
    fc.assert(
      fc.property(shape, ({ window, n, where }) => {
        const make = maker(kernels, where);
        const [P, X] = [fill(make(patches(window, n)), 3), fill(make(inputs(window, n)), 4)];
        kernels.addPatches(window, P, X);
        const [unit, column] = [make(X.length), make(P.length)];
        for (let j = 0; j < X.length; j += 5) {
          unit.fill(0)[j] = 1;
          kernels.takePatches(window, unit, column);
          const terms = Array.from(column, (value, at) => value * P[at]);
          expectSum(X[j], terms);
        }
      }),
    );
  });

  test("max-pooling finds the largest and the first of equal ones; its gradient goes there", () => {
    fc.assert(
      fc.property(shape, fc.boolean(), ({ window, n, where }, hasNaN) => {
        const make = maker(kernels, where);
        const X = fill(make(inputs(window, n)), 5);
        // Few different numbers, so that many are equal.
        X.forEach((value, at) => (X[at] = hasNaN && at % 5 === 0 ? NaN : Math.round(2 * value)));
        const [Y, D] = [6, 7].map((seed) => fill(make(outputs(window, n)), seed));
        const places = new Int32Array(Y.length).fill(-1);
        kernels.maxPool(window, X, Y, places);
        const expected = new Int32Array(Y.length).fill(-1);
        eachCell(window, n, (cell, output) => {
          const best = X[expected[output]];
          const isFirst = expected[output] < 0;
          if (isFirst || X[cell] > best || (Number.isNaN(X[cell]) && !Number.isNaN(best)))
            expected[output] = cell;
        });
        expect(places).toEqual(expected);
        expect(Array.from(Y)).toEqual(Array.from(expected, (place) => X[place]));
        const dX = fill(make(X.length), 8);
        kernels.maxPoolGradient(window, D, places, dX);
        expectGathered(dX, (add) => places.forEach((place, output) => add(place, D[output])));
      }),
    );
  });

  test("−∞ may be the largest", () => {
    const window = {
      H: 1,
      W: 2,
      C: 1,
      h: 1,
      w: 2,
      strideY: 1,
      strideX: 2,
      top: 0,
      left: 0,
      outH: 1,
      outW: 1,
    };
    const [Y, places] = [new Float32Array(1), Int32Array.of(7)];
    kernels.maxPool(window, Float32Array.of(-Infinity, -Infinity), Y, places);
    expect([Y[0], places[0]]).toEqual([-Infinity, 0]);
  });

  test("mean-pooling, and its gradient", () => {
    fc.assert(
      fc.property(shape, ({ window, n, where }) => {
        const make = maker(kernels, where);
        const X = fill(make(inputs(window, n)), 8);
        const [Y, D] = [9, 10].map((seed) => fill(make(outputs(window, n)), seed));
        const dX = fill(make(X.length), 11);
        kernels.meanPool(window, X, Y);
        kernels.meanPoolGradient(window, D, dX);
        const cells = new Int32Array(Y.length);
        eachCell(window, n, (_cell, output) => cells[output]++);
        expectGathered(Y, (add) =>
          eachCell(window, n, (cell, output) => add(output, X[cell] / cells[output])),
        );
        expectGathered(dX, (add) =>
          eachCell(window, n, (cell, output) => add(cell, D[output] / cells[output])),
        );
      }),
    );
  });

  test.each([4, 20])("more images of %i channels than are taken at a time", (C) => {
    const window = {
      ...{ H: 40, W: 40, C, h: 2, w: 2, strideY: 2, strideX: 2 },
      ...{ top: 0, left: 0, outH: 20, outW: 20 },
    };
    const X = fill(new Float64Array(inputs(window, 5)), 12);
    const [Y, places] = [new Float64Array(outputs(window, 5)), new Int32Array(outputs(window, 5))];
    kernels.maxPool(window, X, Y, places);
    expect(Y.findIndex((value, at) => value !== X[places[at]])).toBe(-1);
    const dX = new Float64Array(X.length);
    kernels.maxPoolGradient(window, Y, places, dX);
    const chosen = new Set(places);
    expect(dX.findIndex((value, at) => value !== (chosen.has(at) ? X[at] : 0))).toBe(-1);
    for (const P of [new Float64Array(X.length), kernels.allocateFloat64(X.length)]) {
      const back = new Float64Array(X.length);
      kernels.takePatches(window, X, P);
      kernels.addPatches(window, P, back);
      // Windows side by side see every number once.
      expect(back.findIndex((value, at) => value !== X[at])).toBe(-1);
    }
  });
});

/** Each number is the sum of what `gather` adds at its place. */
function expectGathered(values: Floats, gather: (add: (at: number, term: number) => void) => void): void {
  const terms = Array.from(values, (): number[] => []);
  gather((at, term) => terms[at].push(term));
  values.forEach((value, at) => expectSum(value, terms[at], roundoffOf(values)));
}

function expectSum(got: number, terms: readonly number[], u = 2 ** -24): void {
  const sum = terms.reduce((total, term) => total + term, 0);
  const magnitude = terms.reduce((total, term) => total + Math.abs(term), 0);
  expect(Math.abs(got - sum)).toBeLessThanOrEqual(bound(terms.length + 2, magnitude, u));
}

/** P[(i, y, x), (r, s, c)] = X[i, y strideY + r − top, x strideX + s − left, c], or 0 beyond the image. */
function patchNumber(window: SlidingWindow, X: Floats, at: number): number {
  const { H, W, C, h, w, strideY, strideX, top, left, outH, outW } = window;
  const [c, s, r] = [at % C, Math.floor(at / C) % w, Math.floor(at / C / w) % h];
  const row = Math.floor(at / C / w / h);
  const [ox, oy, i] = [row % outW, Math.floor(row / outW) % outH, Math.floor(row / outW / outH)];
  const [y, x] = [oy * strideY + r - top, ox * strideX + s - left];
  return y >= 0 && y < H && x >= 0 && x < W ? X[((i * H + y) * W + x) * C + c] : 0;
}
