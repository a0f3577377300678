import { describe, expect, test } from "vitest";
import { createRandom } from "../random/random.ts";
import { matrix, takeRows } from "../tensor/matrix.ts";
import { classMoments } from "./class-moments.ts";
import { columnMoments } from "./moments.ts";

describe("classMoments", () => {
  const random = createRandom(2);
  const X = matrix(
    50,
    3,
    new Float64Array(150).map(() => 1e6 + random.normal()),
  );
  const codes = new Float64Array(50).map(() => random.integer(3));
  const rowsOf = (k: number) => [...codes.keys()].filter((i) => codes[i] === k);

  test("are the moments of each class's rows; of a class without rows, zeros", () => {
    const moments = classMoments(X, codes, 4, null);
    for (const k of [0, 1, 2]) {
      const expected = columnMoments(takeRows(X, rowsOf(k)));
      expect(moments[k].n).toBe(expected.n);
      expected.mean.forEach((mean, j) => expect(moments[k].mean[j] / mean).toBeCloseTo(1, 14));
      expected.m2.forEach((m2, j) => expect(moments[k].m2[j] / m2).toBeCloseTo(1, 8));
    }
    expect(moments[3]).toEqual({ n: 0, mean: new Float64Array(3), m2: new Float64Array(3) });
  });

  test("a weight of 2 is a row twice, and 0 is no row", () => {
    const weights = codes.map((_, i) => i % 3);
    const repeated = [...codes.keys()].flatMap((i) => new Array<number>(i % 3).fill(i));
    const twice = classMoments(
      takeRows(X, repeated),
      Float64Array.from(repeated, (i) => codes[i]),
      3,
      null,
    );
    classMoments(X, codes, 3, weights).forEach(({ n, mean, m2 }, k) => {
      expect(n).toBe(twice[k].n);
      mean.forEach((value, j) => expect(value / twice[k].mean[j]).toBeCloseTo(1, 14));
      m2.forEach((value, j) => expect(value / twice[k].m2[j]).toBeCloseTo(1, 8));
    });
  });
});
