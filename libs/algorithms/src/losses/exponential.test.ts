import { expect, test } from "vitest";
import { expOfMinus } from "./exponential.ts";

const relativeError = (a: number) => Math.abs(expOfMinus(a) / Math.exp(-a) - 1);

test("e⁻ᵃ is that of Math.exp within 2 units of the last place", () => {
  let worst = 0;
  for (let i = 0; i < 100_000; i++) worst = Math.max(worst, relativeError(i * 4.5e-4));
  // Small ones, the steps of the table and halfway between them.
  for (let k = -60; k < 5; k++) worst = Math.max(worst, relativeError(2 ** k));
  for (let m = 0; m < 8000; m++) worst = Math.max(worst, relativeError((m * Math.LN2) / 128));
  expect(worst).toBeLessThanOrEqual(2 * Number.EPSILON);
});

test("the ends", () => {
  expect([0, 44, 745.2, Infinity].map(expOfMinus)).toEqual([1, Math.exp(-44), 0, 0]);
  expect(expOfMinus(NaN)).toBeNaN();
});
