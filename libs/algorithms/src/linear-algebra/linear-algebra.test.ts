import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRandom } from "../random/random.ts";
import { matrix, matrixFromRows } from "../tensor/matrix.ts";
import {
  addOuterProducts,
  affineMap,
  affineScores,
  applyQ,
  applyQTransposed,
  choleskyFactor,
  choleskySolve,
  columnMajor,
  columnsOf,
  dotOf,
  minimumNorm,
  orthogonaliseColumns,
  qrFactor,
  traceOfInverse,
} from "./index.ts";

const SIZES = fc.record({
  m: fc.integer({ min: 1, max: 9 }),
  n: fc.integer({ min: 1, max: 9 }),
  seed: fc.integer(),
});

function normals(n: number, seed: number): Float64Array {
  const random = createRandom(seed);
  return new Float64Array(n).map(() => random.normal());
}

/** A x, column by column. */
function times(A: { nRows: number; nColumns: number; data: Float64Array }, x: ArrayLike<number>) {
  const b = new Float64Array(A.nRows);
  for (let j = 0; j < A.nColumns; j++) {
    for (let i = 0; i < A.nRows; i++) b[i] += A.data[j * A.nRows + i] * x[j];
  }
  return b;
}

function expectClose(a: ArrayLike<number>, b: ArrayLike<number>, tolerance = 1e-10): void {
  expect(a.length).toBe(b.length);
  for (let i = 0; i < a.length; i++) expect(Math.abs(a[i] - b[i])).toBeLessThan(tolerance);
}

describe("Cholesky", () => {
  // A = [4 2; 2 5] = L Lᵀ with L = [2 0; 1 2]; its inverse is [5 −2; −2 4] / 16.
  test("a worked example", () => {
    const A = Float64Array.of(4, 2, 2, 5);
    expect(choleskyFactor(A, 2)).toBe(true);
    expect([A[0], A[2], A[3]]).toEqual([2, 1, 2]);
    expect(traceOfInverse(A, 2)).toBeCloseTo(9 / 16, 14);
    expectClose(choleskySolve(A, 2, Float64Array.of(10, 13)), [1.5, 2]);
  });

  test.each([
    [[1, 2, 2, 1], "indefinite"],
    [[1, 1, 1, 1], "singular"],
    [[NaN, 0, 0, 1], "not a number"],
  ])("refuses %j, which is %s", (A) => {
    expect(choleskyFactor(Float64Array.from(A), 2)).toBe(false);
  });
});

describe("Householder QR", () => {
  test("Q R = A, and Q keeps lengths", () => {
    fc.assert(
      fc.property(SIZES, ({ m, n: width, seed }) => {
        const n = Math.min(m, width);
        const A = columnMajor(m, n, normals(m * n, seed));
        const factors = qrFactor(columnMajor(m, n, A.data.slice()));
        for (let j = 0; j < n; j++) {
          const column = new Float64Array(m);
          for (let i = 0; i < j; i++) column[i] = factors.reflectors.data[j * m + i];
          column[j] = factors.diagonal[j];
          applyQ(factors, column);
          expectClose(column, A.data.subarray(j * m, (j + 1) * m));
        }
        const b = normals(m, seed + 1);
        const turned = b.slice();
        applyQTransposed(factors, turned);
        expect(dotOf(turned, 0, turned, 0, m)).toBeCloseTo(dotOf(b, 0, b, 0, m), 10);
        applyQ(factors, turned);
        expectClose(turned, b);
      }),
      { seed: 1, numRuns: 100 },
    );
  });
});

describe("one-sided Jacobi", () => {
  test("A V = W with orthogonal columns, and V is orthogonal", () => {
    fc.assert(
      fc.property(SIZES, ({ m, n, seed }) => {
        const A = columnMajor(m, n, normals(m * n, seed));
        const { W, V } = orthogonaliseColumns(columnMajor(m, n, A.data.slice()));
        for (let p = 0; p < n; p++) {
          expectClose(times(A, V.data.subarray(p * n, (p + 1) * n)), W.data.subarray(p * m, (p + 1) * m));
          for (let q = 0; q < p; q++) {
            expect(Math.abs(dotOf(W.data, p * m, W.data, q * m, m))).toBeLessThan(1e-12);
            expect(Math.abs(dotOf(V.data, p * n, V.data, q * n, n))).toBeLessThan(1e-12);
          }
          expect(dotOf(V.data, p * n, V.data, p * n, n)).toBeCloseTo(1, 12);
        }
      }),
      { seed: 2, numRuns: 100 },
    );
  });

  test("the singular values of a worked example", () => {
    // [3 0; 4 5] has 3 √5 and √5.
    const { W } = orthogonaliseColumns(columnMajor(2, 2, Float64Array.of(3, 4, 0, 5)));
    const values = [0, 1].map((p) => Math.sqrt(dotOf(W.data, 2 * p, W.data, 2 * p, 2)));
    expectClose(values.sort(), [Math.sqrt(5), 3 * Math.sqrt(5)]);
  });
});

describe("least squares of minimum norm", () => {
  test("two equal columns share their coefficient", () => {
    const A = columnsOf(
      matrixFromRows([
        [1, 1],
        [2, 2],
        [3, 3],
      ]),
    );
    expectClose(minimumNorm(A, Float64Array.of(4, 8, 12), 0), [2, 2]);
  });

  test("the residual is orthogonal to the columns, and x to what the columns do not see", () => {
    fc.assert(
      fc.property(SIZES, fc.constantFrom(0, 0.5), ({ m, n, seed }, alpha) => {
        const A = columnMajor(m, n, normals(m * n, seed));
        // Where there are two columns or more, the last is a copy of the first.
        if (n > 1) A.data.copyWithin((n - 1) * m, 0, m);
        const b = normals(m, seed + 1);
        const x = minimumNorm(columnMajor(m, n, A.data.slice()), b.slice(), alpha);
        const fitted = times(A, x);
        const residual = b.map((value, i) => value - fitted[i]);
        const slopes = x.map((xj, j) => dotOf(A.data, j * m, residual, 0, m) - alpha * xj);
        expectClose(slopes, new Float64Array(n), 1e-8);
        if (n > 1) expect(x[0]).toBeCloseTo(x[n - 1], 8);
      }),
      { seed: 4, numRuns: 200 },
    );
  });

  test("columns of zeros have the coefficient 0", () => {
    expect([...minimumNorm(columnMajor(2, 2), Float64Array.of(1, 2), 0)]).toEqual([0, 0]);
  });
});

describe("rows through a linear map", () => {
  const naive = (x: Float64Array, d: number, theta: Float64Array, K: number) =>
    Float64Array.from({ length: (x.length / d) * K }, (_, at) => {
      const [i, k] = [Math.floor(at / K), at % K];
      return theta[K * d + k] + dotOf(theta, k * d, x, i * d, d);
    });

  test("scores and gradients are the sums that define them, whatever the number of rows", () => {
    for (const [n, d, K] of [
      [1, 3, 1],
      [8, 2, 3],
      [11, 5, 2],
      [19, 1, 4],
    ]) {
      const x = normals(n * d, n);
      const theta = normals(K * (d + 1), d);
      const scores = new Float64Array(n * K);
      affineScores(x, d, 0, n, theta, K, scores);
      expectClose(scores, naive(x, d, theta, K), 1e-12);
      const gradient = new Float64Array(theta.length);
      addOuterProducts(x, d, 0, n, scores, K, gradient);
      // ∂/∂θ of ½ Σ p² is Σ p ∂p/∂θ.
      const h = 1e-6;
      theta.forEach((value, j) => {
        const half = (by: number) => {
          const p = naive(
            x,
            d,
            theta.map((old, i) => (i === j ? value + by : old)),
            K,
          );
          return dotOf(p, 0, p, 0, p.length) / 2;
        };
        expect(gradient[j]).toBeCloseTo((half(h) - half(-h)) / (2 * h), 5);
      });
    }
  });

  test("NaN and infinity are refused by place, also where the weight is 0", () => {
    for (const bad of [NaN, Infinity, -Infinity]) {
      const X = matrixFromRows([
        [1, 2],
        [3, bad],
      ]);
      expect(() => affineMap(X, 2, Float64Array.of(1, 0, 0), 1)).toThrow(`${bad} in row 1, column 1`);
    }
    expect(() => affineMap(matrix(1, 3), 2, Float64Array.of(1, 0, 0), 1)).toThrow(/2 columns in X, got 3/);
  });
});
