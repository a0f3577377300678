import type { Kernels } from "@chimera/algorithms";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { backends } from "./backends.ts";
import { bound, element, factor, fill, maker, memory, outside, part, roundoffOf, size } from "./operands.ts";

fc.configureGlobal({ seed: 20_261_125 });

const pad = fc.constantFrom(0, 1, 3);
const shape = fc.record({ m: size, n: size, k: size, pad, where: memory, alpha: factor, beta: factor });

describe.each((await backends()).map((kernels) => [kernels.name, kernels] as const))("%s", (_, kernels) => {
  test("dot and axpy", () => {
    fc.assert(
      fc.property(size, memory, factor, (n, where, a) => {
        const make = maker(kernels, where);
        const [x, y] = [fill(make(n), 1), fill(make(n), 2)];
        const u = roundoffOf(x);
        const terms = Array.from(x, (value, i) => value * y[i]);
        expect(Math.abs(kernels.dot(x, y) - sum(terms))).toBeLessThanOrEqual(
          bound(n, sum(terms.map(Math.abs)), u),
        );
        const expected = Array.from(x, (value, i) => y[i] + a * value);
        kernels.axpy(a, x, y);
        y.forEach((value, i) =>
          expect(Math.abs(value - expected[i])).toBeLessThanOrEqual(bound(1, 2, u) * 2),
        );
      }),
    );
  });

  test.each([false, true])("gemv (transposed: %s) is within the bound of summation", (transposed) => {
    fc.assert(
      fc.property(shape, ({ m, n, pad, where, alpha, beta }) => {
        const make = maker(kernels, where);
        const A = part(make, m, n, pad, 3);
        const [x, y] = [fill(make(transposed ? m : n), 4), fill(make(transposed ? n : m), 5)];
        const before = Array.from(y);
        multiplyVector(kernels, transposed, alpha, A, x, beta, y);
        before.forEach((old, i) => {
          const terms = Array.from(
            x,
            (value, j) => alpha * value * (transposed ? element(A, j, i) : element(A, i, j)),
          );
          expectSum(y[i], [...terms, beta * old], roundoffOf(x));
        });
      }),
    );
  });

  test("gemm is within the bound of summation, and touches nothing but C", () => {
    const options = fc.record({ transposeA: fc.boolean(), transposeB: fc.boolean() });
    fc.assert(
      fc.property(shape, options, ({ m, n, k, pad, where, alpha, beta }, { transposeA, transposeB }) => {
        const make = maker(kernels, where);
        const A = transposeA ? part(make, k, m, pad, 6) : part(make, m, k, pad, 6);
        const B = transposeB ? part(make, n, k, pad, 7) : part(make, k, n, pad, 7);
        const C = part(make, m, n, pad, 8);
        const before = { ...C, data: C.data.slice() };
        kernels.gemm({ alpha, A, transposeA, B, transposeB, beta, C });
        expect(outside(C)).toEqual(outside(before));
        for (let i = 0; i < m; i += Math.max(1, m - 1)) {
          for (let j = 0; j < n; j++) {
            const terms = Array.from({ length: k }, (_, p) => {
              const a = transposeA ? element(A, p, i) : element(A, i, p);
              return alpha * a * (transposeB ? element(B, j, p) : element(B, p, j));
            });
            expectSum(element(C, i, j), [...terms, beta * element(before, i, j)], roundoffOf(C.data));
          }
        }
      }),
    );
  });

  test("large products go block by block", () => {
    for (const [m, n, k] of [
      [300, 70, 600],
      [7, 2100, 300],
      [1, 1, 3000],
    ] as const) {
      const make = (length: number) => new Float64Array(length);
      const [A, B, C] = [part(make, m, k, 0, 1), part(make, k, n, 0, 2), part(make, m, n, 0, 3)];
      kernels.gemm({ alpha: 1, A, transposeA: false, B, transposeB: false, beta: 0, C });
      for (const [i, j] of [
        [0, 0],
        [m - 1, n - 1],
        [m >> 1, n >> 1],
      ] as const) {
        const terms = Array.from({ length: k }, (_, p) => element(A, i, p) * element(B, p, j));
        expectSum(element(C, i, j), terms, 2 ** -53);
      }
    }
  });

  test("a matrix of many rows or many columns", () => {
    for (const [m, n] of [
      [20_000, 3],
      [3, 20_000],
    ] as const) {
      for (const make of [maker(kernels, "float64"), maker(kernels, "own float64")]) {
        const A = part(make, m, n, 0, 1);
        for (const transposed of [false, true]) {
          const x = fill(new Float64Array(transposed ? m : n), 2);
          const y = new Float64Array(transposed ? n : m);
          multiplyVector(kernels, transposed, 1, A, x, 0, y);
          const last = y.length - 1;
          const terms = Array.from(
            x,
            (value, j) => value * (transposed ? element(A, j, last) : element(A, last, j)),
          );
          expectSum(y[last], terms, 2 ** -53);
        }
      }
    }
  });

  test("the same bits every time, and wherever the operands lie", () => {
    fc.assert(
      fc.property(size, size, pad, fc.boolean(), (m, n, pad, transposed) => {
        const results = ["float64", "own float64", "float64"].map((where) => {
          const make = maker(kernels, where);
          const A = part(make, m, n, pad, 3);
          const x = fill(make(transposed ? m : n), 4);
          const y = make(transposed ? n : m);
          multiplyVector(kernels, transposed, 1, A, x, 0, y);
          return Array.from(y);
        });
        expect(results[1]).toEqual(results[0]);
        expect(results[2]).toEqual(results[0]);
      }),
    );
  });

  // OpenBLAS sums rows at the edge of a block in another order.
  test.skipIf(kernels.name.includes("openblas"))(
    "a row's product does not depend on the rows round it",
    () => {
      const A = part((n) => new Float64Array(n), 11, 21, 0, 3);
      const x = fill(new Float64Array(21), 4);
      const together = new Float64Array(11);
      kernels.gemv(1, A, x, 0, together);
      const alone = new Float64Array(1);
      for (let i = 0; i < 11; i++) {
        kernels.gemv(1, { ...A, offset: i * 21, nRows: 1 }, x, 0, alone);
        expect(alone[0]).toBe(together[i]);
      }
    },
  );

  test.each([NaN, Infinity, -Infinity])("%s reaches the results it is a term of", (bad) => {
    for (const where of ["float64", "own float64", "float32"]) {
      const make = maker(kernels, where);
      const A = part(make, 9, 6, 0, 3);
      A.data[2 * 6 + 5] = bad;
      const [x, y] = [fill(make(6), 4), make(9)];
      kernels.gemv(1, A, x, 0, y);
      expect(Array.from(y, Number.isFinite)).toEqual(Array.from(y, (_, i) => i !== 2));
      const [u, v] = [fill(make(9), 5), make(6)];
      kernels.gemvTransposed(1, A, u, 0, v);
      expect(Array.from(v, Number.isFinite)).toEqual(Array.from(v, (_, j) => j !== 5));
      x[5] = 0;
      kernels.gemv(1, A, x, 0, y);
      expect(y[2]).toBeNaN();
      const B = part(make, 6, 9, 0, 6);
      const C = part(make, 9, 9, 0, 7);
      kernels.gemm({ alpha: 1, A, transposeA: false, B, transposeB: false, beta: 0, C });
      for (let i = 0; i < 9; i++) expect(Number.isFinite(element(C, i, 4))).toBe(i !== 2);
    }
  });

  test("with β = 0 what is overwritten is not read; with α = 0 the factors are not", () => {
    const make = (n: number) => new Float64Array(n);
    const A = part(make, 3, 3, 0, 1);
    const bad = part((n) => new Float64Array(n), 3, 3, 0, 1);
    bad.data.fill(NaN);
    const x = fill(make(3), 2);
    const y = make(3).fill(NaN);
    kernels.gemv(1, A, x, 0, y);
    expect(y.every(Number.isFinite)).toBe(true);
    kernels.gemvTransposed(1, A, x, 0, y.fill(NaN));
    expect(y.every(Number.isFinite)).toBe(true);
    kernels.gemv(0, bad, x, 2, y.fill(1));
    expect(y).toEqual(Float64Array.of(2, 2, 2));
    kernels.gemvTransposed(0, bad, x, 2, y.fill(1));
    expect(y).toEqual(Float64Array.of(2, 2, 2));
    const C = { ...A, data: make(9).fill(NaN) };
    kernels.gemm({ alpha: 1, A, transposeA: false, B: { ...A }, transposeB: false, beta: 0, C });
    expect(C.data.every(Number.isFinite)).toBe(true);
    const D = { ...A, data: make(9).fill(3) };
    kernels.gemm({ alpha: 0, A: bad, transposeA: false, B: bad, transposeB: true, beta: -1, C: D });
    expect(D.data).toEqual(make(9).fill(-3));
  });
});

function multiplyVector(
  kernels: Kernels,
  transposed: boolean,
  ...operands: Parameters<Kernels["gemv"]>
): void {
  if (transposed) kernels.gemvTransposed(...operands);
  else kernels.gemv(...operands);
}

function expectSum(got: number, terms: readonly number[], u: number): void {
  const magnitude = sum(terms.map(Math.abs));
  expect(Math.abs(got - sum(terms))).toBeLessThanOrEqual(bound(terms.length, magnitude, u));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
