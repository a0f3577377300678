import { expect, it } from "vitest";
import { gigaflops, madeNumber, PRODUCTS } from "./products.ts";

it("counts one multiplication and one addition for each term", () => {
  expect(gigaflops({ m: 1024, n: 1024, k: 1024 })).toBe(2 * 1.024 ** 3);
  expect(PRODUCTS.map(({ product }) => gigaflops(product))).toEqual([
    0.0105, 0.0105, 0.03136, 0.051380224, 2.147483648,
  ]);
});

it("makes numbers of both signs that repeat after a thousand", () => {
  const numbers = Array.from({ length: 1000 }, (_, i) => madeNumber(i));
  expect(new Set(numbers).size).toBe(1000);
  expect(Math.min(...numbers)).toBe(-0.5);
  expect(Math.max(...numbers)).toBeCloseTo(0.499, 12);
  expect(madeNumber(1234)).toBe(numbers[234]);
});
