import { expect, test } from "vitest";
import { DataError, NotFittedError, ParameterError } from "./errors.ts";

test("errors say what was expected, what came and what to do", () => {
  expect(new NotFittedError("DecisionTreeClassifier").message).toBe(
    "This DecisionTreeClassifier is not fitted yet: call fit(X, y) first.",
  );
  expect(new ParameterError("maxDepth", "be an integer ≥ 1", 0).message).toBe(
    "maxDepth must be an integer ≥ 1, got 0.",
  );
  expect(
    new DataError({ expected: "3 columns in X", got: "2", remedy: "Add the missing column." }).message,
  ).toBe("Expected 3 columns in X, got 2. Add the missing column.");
});

test.each([
  ["3", '"3"'],
  [NaN, "NaN"],
  [-Infinity, "-Infinity"],
  [undefined, "undefined"],
  [null, "null"],
  [[1, 2], "[1,2]"],
  [10n, "10n"],
  [[10n], "a value of type object"],
])("a refused value %o is shown as %s", (value, shown) => {
  const error = new ParameterError("alpha", "be a number", value);
  expect(error.message).toBe(`alpha must be a number, got ${shown}.`);
  expect(error.value).toBe(value);
  expect(error.parameter).toBe("alpha");
});
