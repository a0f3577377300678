import { describe, expect, test } from "vitest";
import { DataError, ParameterError } from "../errors.ts";
import { matrixFromRows } from "../tensor/matrix.ts";
import { DecisionTreeClassifier } from "./decision-tree-classifier.ts";
import { fixedDecimals } from "./fixed-decimals.ts";

describe("a number with fixed decimals, as Python writes it", () => {
  test.each([
    [0.125, 2, "0.12"],
    [0.375, 2, "0.38"],
    [-0.125, 2, "-0.12"],
    [2.5, 0, "2"],
    [3.5, 0, "4"],
    [0.5, 0, "0"],
    [2.675, 2, "2.67"],
    [1e21, 1, "1000000000000000000000.0"],
    [-(2 ** 80), 0, "-1208925819614629174706176"],
    [1 / 3, 4, "0.3333"],
    [-0.001, 2, "-0.00"],
  ])("%d with %i: %s", (x, decimals, text) => {
    expect(fixedDecimals(x, decimals)).toBe(text);
  });
});

describe("a tree as text", () => {
  const X = matrixFromRows([
    [1, 5],
    [2, 5],
    [3, 7],
  ]);
  const model = new DecisionTreeClassifier().fit(X, ["a", "b", "c"]);

  test("worked example", () => {
    expect(model.exportText({ featureNames: ["x", "y"], decimals: 1 })).toBe(
      [
        "|--- x <= 1.5",
        "|   |--- class: a",
        "|--- x >  1.5",
        "|   |--- x <= 2.5",
        "|   |   |--- class: b",
        "|   |--- x >  2.5",
        "|   |   |--- class: c",
        "",
      ].join("\n"),
    );
  });

  test("a tree that is one leaf", () => {
    expect(new DecisionTreeClassifier().fit(X, [1, 1, 1]).exportText()).toBe("|--- class: 1\n");
  });

  test("refuses names for other columns, and bad options", () => {
    expect(() => model.exportText({ featureNames: ["x"] })).toThrow(DataError);
    expect(() => model.exportText({ decimals: -1 })).toThrow(ParameterError);
    expect(() => model.exportText({ decimals: 101 })).toThrow(ParameterError);
    expect(() => model.exportText({ maxDepth: -1 })).toThrow(ParameterError);
    expect(() => model.exportText({ spacing: 0 })).toThrow(ParameterError);
    expect(() => model.exportText({ dezimals: 1 } as never)).toThrow(/dezimals/);
  });
});
