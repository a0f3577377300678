import { expect, test } from "vitest";
import {
  balancedWeights,
  checkClassWeight,
  classWeightsOf,
  weighByClass,
  weighClasses,
} from "./class-weights.ts";

const classes = ["a", "b", "c"];
const codes = Float64Array.of(0, 0, 0, 1);

test("all alike, balanced over the classes that occur, or listed", () => {
  expect([...classWeightsOf(null, classes, codes)]).toEqual([1, 1, 1]);
  expect([...classWeightsOf("balanced", classes, codes)]).toEqual([4 / 6, 2, 0]);
  expect([...classWeightsOf({ b: 5 }, classes, codes)]).toEqual([1, 5, 1]);
  expect([...classWeightsOf({ 1: 5 }, [0, 1], codes)]).toEqual([1, 5]);
});

test("balanced over rows that count several times: 3 + 1 of class 0, none of class 1", () => {
  expect([...balancedWeights(codes, 2, Float64Array.of(3, 1, 0, 0))]).toEqual([1, 0]);
  expect([...balancedWeights(codes, 2, Float64Array.of(1, 0, 0, 3))]).toEqual([2, 4 / 6]);
});

test("a label that is no class is let pass where every class has its weight", () => {
  expect([...classWeightsOf({ a: 1, b: 2, c: 3, d: 4 }, classes, codes)]).toEqual([1, 2, 3]);
});

test("the weights of the rows are multiplied", () => {
  const weights = Float64Array.of(1, 2, 3, 4);
  expect(weighClasses(null, classes, codes, weights)).toBe(weights);
  expect(weighClasses(null, classes, codes, null)).toBe(null);
  expect([...weighClasses({ a: 2 }, classes, codes, weights)!]).toEqual([2, 4, 6, 4]);
  expect([...weighClasses({ a: 2 }, classes, codes, null)!]).toEqual([2, 2, 2, 1]);
  expect([...weighByClass(Float64Array.of(2, 3), codes, weights)]).toEqual([2, 4, 6, 12]);
});

test("what is no class weight is refused", () => {
  for (const bad of ["even", 3, [1, 2], { a: -1 }, { a: NaN }, { a: "1" }, undefined]) {
    expect(() => checkClassWeight(bad)).toThrow(/^classWeight must be null, "balanced" or an object/);
  }
  expect(() => classWeightsOf({ d: 1 }, classes, codes)).toThrow(/name only the classes a, b, c, got "d"/);
  expect(() => weighClasses({ a: 0, b: 0 }, classes, codes, null)).toThrow(/above 0/);
});
