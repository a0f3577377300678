import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DataError } from "../errors.ts";
import type { Label } from "../estimator.ts";
import { sortedClasses, unionOfClasses } from "./classes.ts";
import { encodeLabels } from "./encode-labels.ts";

fc.configureGlobal({ seed: 1 });

const labels = fc.array(fc.oneof(fc.integer(), fc.string()));

describe("sortedClasses", () => {
  test("numbers in ascending order, then text by code unit; each once", () => {
    expect(sortedClasses([10, 2, "b", -1, "B", 2, "a", "10"])).toEqual([-1, 2, 10, "10", "B", "a", "b"]);
    expect(sortedClasses(Float64Array.of(1, 0, 1))).toEqual([0, 1]);
    expect(sortedClasses([])).toEqual([]);
  });

  test("does not depend on the order of the rows", () => {
    fc.assert(
      fc.property(labels, (y) => {
        expect(sortedClasses(y.toReversed())).toEqual(sortedClasses(y));
      }),
    );
  });
});

describe("unionOfClasses", () => {
  test("numbers stay numbers while all are", () => {
    expect(unionOfClasses([[0, 2], [], [1, 2]])).toEqual([0, 1, 2]);
  });

  test("one text makes all text", () => {
    expect(
      unionOfClasses([
        [1, 2],
        [1, "other"],
      ] as Label[][]),
    ).toEqual(["1", "2", "other"]);
    expect(unionOfClasses([[1], ["1"]])).toEqual(["1"]);
  });

  test("does not depend on how the rows are spread over the shards", () => {
    fc.assert(
      fc.property(labels, labels, (a, b) => {
        const union = unionOfClasses([a, b]);
        expect(unionOfClasses([b, a])).toEqual(union);
        expect(unionOfClasses([[...a, ...b]])).toEqual(union);
        for (const label of [...a, ...b]) expect(union.map(String)).toContain(String(label));
      }),
    );
  });
});

describe("encodeLabels", () => {
  test("the code is the position of the class, compared as text", () => {
    expect(Array.from(encodeLabels(["b", "a", "b"], ["a", "b", "c"]))).toEqual([1, 0, 1]);
    expect(Array.from(encodeLabels([2, 1], ["1", "2", "other"]))).toEqual([1, 0]);
    expect(Array.from(encodeLabels(["2", 1], [1, 2]))).toEqual([1, 0]);
  });

  test("codes lead back to the labels", () => {
    fc.assert(
      fc.property(labels, (y) => {
        const classes = unionOfClasses([y]);
        const decoded = Array.from(encodeLabels(y, classes), (code) => String(classes[code]));
        expect(decoded).toEqual(y.map(String));
      }),
    );
  });

  test("a label that is no class is refused with its place", () => {
    expect(() => encodeLabels([0, 1, 7], [0, 1])).toThrow(DataError);
    expect(() => encodeLabels([0, 1, 7], [0, 1])).toThrow(
      "Expected one of the classes [0,1], got 7 at index 2 (counted from 0).",
    );
  });
});

test("numbers at and beyond the ends of the table of small integers, and between integers, are labels like any others", () => {
  const y = [-129, -128, -0.5, -0, 0, 1.5, 127, 128, 2 ** 31, 2 ** 32, 1e300, "127", "a"];
  const classes = sortedClasses(y);
  expect(classes).toEqual([-129, -128, -0.5, 0, 1.5, 127, 128, 2 ** 31, 2 ** 32, 1e300, "127", "a"]);
  const numbers = classes.slice(0, -2);
  expect(Array.from(encodeLabels(numbers, numbers))).toEqual(numbers.map((_, code) => code));
  expect(() => encodeLabels([2 ** 32 + 1], numbers)).toThrow(DataError);
});
