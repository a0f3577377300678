import { expect, test } from "vitest";
import { ParameterError } from "../errors.ts";
import { clipByGlobalNorm, clipByValue, clipFactor, squaredNorm } from "./clip.ts";

test("by the norm of all gradients together: (3, 0) and (0, 4) have the norm 5", () => {
  const gradients = [Float32Array.of(3, 0), Float32Array.of(0, 4)];
  expect(clipByGlobalNorm(gradients, 2.5)).toBe(5);
  expect(gradients).toEqual([Float32Array.of(1.5, 0), Float32Array.of(0, 2)]);
  expect(clipByGlobalNorm(gradients, 100)).toBe(2.5);
  expect(gradients[0][0]).toBe(1.5);
});

test("parts of a network clip as the whole one: by the sum of their squares", () => {
  const parts = [Float64Array.of(3, 1), Float64Array.of(-2)];
  const norm = Math.sqrt(parts.reduce((sum, g) => sum + squaredNorm(g), 0));
  const whole = Float64Array.of(3, 1, -2);
  clipByGlobalNorm([whole], 1);
  expect(parts.flatMap((g) => Array.from(g, (x) => x * clipFactor(norm, 1)))).toEqual(Array.from(whole));
});

test("by value", () => {
  const g = Float64Array.of(-3, 0.5, 2, NaN);
  clipByValue(g, 1);
  expect(g).toEqual(Float64Array.of(-1, 0.5, 1, NaN));
});

test.each([0, -1, NaN])("a limit of %s is refused", (limit) => {
  expect(() => clipByValue(new Float64Array(1), limit)).toThrow(ParameterError);
  expect(() => clipByGlobalNorm([new Float64Array(1)], limit)).toThrow(ParameterError);
});
