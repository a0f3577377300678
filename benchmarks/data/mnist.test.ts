import { expect, test } from "vitest";
import { mnist } from "./mnist.ts";

test("10,000 images, a fifth of each digit held out, in the same order every time", () => {
  const { train, holdOut } = mnist();
  expect([train.X.nRows + holdOut.X.nRows, train.X.nColumns]).toEqual([10_000, 784]);
  for (let digit = 0; digit < 10; digit++) {
    const [kept, out] = [train, holdOut].map(({ y }) => y.filter((label) => label === digit).length);
    expect(out).toBe(Math.ceil((kept + out) / 5));
  }
  expect(train.X.data.every((pixel) => 0 <= pixel && pixel <= 1)).toBe(true);
  expect([...train.y.slice(0, 20)].some((label) => label !== train.y[0])).toBe(true);
  expect(mnist().train.y).toEqual(train.y);
});
