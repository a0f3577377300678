import { expect, test } from "vitest";
import { strided } from "../strided.ts";
import { eachPart } from "./row-parts.ts";

const A = {
  ...strided(
    Float64Array.from({ length: 40 }, (_, i) => i),
    7,
    3,
    2,
  ),
  stride: 5,
};

test("what is small goes in one part, itself", () => {
  const parts: unknown[] = [];
  eachPart(A, (part, first) => parts.push([part, first]));
  expect(parts).toEqual([[A, 0]]);
});

test("what is large goes in parts whose positions are small", () => {
  const rows: number[][] = [];
  eachPart(
    A,
    ({ data, offset, nRows, nColumns, stride }, first) => {
      expect(offset + nRows * stride).toBeLessThanOrEqual(11);
      expect(first).toBe(rows.length);
      for (let i = 0; i < nRows; i++)
        rows.push([...data.subarray(offset + i * stride, offset + i * stride + nColumns)]);
    },
    11,
  );
  expect(rows).toEqual(Array.from({ length: 7 }, (_, i) => [0, 1, 2].map((j) => 2 + 5 * i + j)));
});
