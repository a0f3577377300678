import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { backends } from "./backends.ts";
import { element, fill, maker, memory, outside, part, size } from "./operands.ts";

fc.configureGlobal({ seed: 20_261_125 });

const pad = fc.constantFrom(0, 1, 3);

describe.each((await backends()).map((kernels) => [kernels.name, kernels] as const))("%s", (_, kernels) => {
  test("a bias is added to rows, and rows are rectified, to the last bit; their neighbours stay", () => {
    fc.assert(
      fc.property(size, size, pad, memory, fc.boolean(), (m, n, pad, where, isRectified) => {
        const make = maker(kernels, where);
        const Z = part(make, m, n, pad, 1);
        const b = fill(make(n), 2);
        const before = { ...Z, data: Z.data.slice() };
        kernels[isRectified ? "rectifyRows" : "addToRows"](Z, b);
        expect(outside(Z)).toEqual(outside(before));
        // One rounding to the type, as the store makes it.
        const rounded = Z.data instanceof Float32Array ? Math.fround : (value: number) => value;
        for (let i = 0; i < m; i++) {
          for (let j = 0; j < n; j++) {
            const sum = rounded(element(before, i, j) + b[j]);
            expect(element(Z, i, j)).toBe(isRectified ? Math.max(0, sum) : sum);
          }
        }
      }),
    );
  });

  test("the gradient of a rectifier is that where its value is positive", () => {
    fc.assert(
      fc.property(fc.nat(200), memory, (n, where) => {
        const make = maker(kernels, where);
        const [y, g] = [fill(make(n), 3), fill(make(n), 4)];
        y.forEach((value, i) => (y[i] = i % 7 === 0 ? 0 : value));
        const before = g.slice();
        kernels.rectifyGradient(y, g);
        g.forEach((value, i) => expect(value + 0).toBe(y[i] > 0 ? before[i] : 0));
      }),
    );
  });

  test("NaN stays, −∞ becomes it, in vectors and behind them", () => {
    for (const make of [maker(kernels, "float64"), maker(kernels, "float32")]) {
      const Z = { ...part(make, 2, 5, 0, 1), data: make(10) };
      Z.data.set([NaN, -Infinity, Infinity, -1, NaN, 1, 2, -3, 4, -Infinity]);
      kernels.rectifyRows(Z, make(5));
      expect(Array.from(Z.data)).toEqual([NaN, NaN, Infinity, 0, NaN, 1, 2, 0, 4, NaN]);
      const [y, g] = [make(6), make(6)];
      y.set([1, 0, NaN, 1, 1, 0]);
      g.set([NaN, NaN, 1, Infinity, NaN, Infinity]);
      kernels.rectifyGradient(y, g);
      expect(Array.from(g)).toEqual([NaN, NaN, 0, Infinity, NaN, NaN]);
    }
  });

  test("more rows than the scratch memory holds at a time, and more than a workspace", () => {
    for (const where of ["float32", "own float32"]) {
      const make = maker(kernels, where);
      const Z = part(make, 9000, 5, 0, 6);
      const before = Z.data.slice();
      kernels.addToRows(Z, make(5).fill(1));
      expect(Z.data.findIndex((value, at) => value !== Math.fround(before[at] + 1))).toBe(-1);
      const g = make(45_000).fill(2);
      kernels.rectifyGradient(before, g);
      expect(g.findIndex((value, at) => value !== (before[at] > 0 ? 2 : 0))).toBe(-1);
    }
  });
});
