import { describe, expect, test } from "vitest";
import references from "../../references/transformers/references.json" with { type: "json" };
import { matrix, takeRows } from "../tensor/matrix.ts";
import { dataSet, relativeError, type DataSetName } from "../testing/index.ts";
import { MinMaxScaler } from "../transformers/min-max-scaler.ts";
import { SimpleImputer } from "../transformers/simple-imputer.ts";
import { StandardScaler } from "../transformers/standard-scaler.ts";
import { DecisionTreeClassifier } from "../tree/decision-tree-classifier.ts";
import { DecisionTreeRegressor } from "../tree/decision-tree-regressor.ts";
import { Pipeline } from "./pipeline.ts";

/** The first rows of a data set, with the holes of make_references.py: every place 3 mod 7 is missing. */
function withHoles(name: DataSetName, nRows: number) {
  const table = dataSet(name);
  const { nColumns, data } = takeRows(table.X, [...Array(nRows).keys()]);
  const holed = data.map((value, at) => (at % 7 === 3 ? NaN : value));
  return { X: matrix(nRows, nColumns, holed), y: table.y.slice(0, nRows) };
}

describe("scikit-learn's make_pipeline on rows with holes", () => {
  test("SimpleImputer, StandardScaler, DecisionTreeClassifier on wine", () => {
    const { depth, nRows, predictions, score } = references.pipelines.wine;
    const { X, y } = withHoles("wine", nRows);
    const tree = new DecisionTreeClassifier({ maxDepth: depth });
    const model = new Pipeline([new SimpleImputer(), new StandardScaler(), tree]).fit(X, y);
    expect(model.predict(X)).toEqual(predictions);
    expect(model.score(X, y)).toBeCloseTo(score, 12);
  });

  test("SimpleImputer with indicators, MinMaxScaler, DecisionTreeRegressor on diabetes", () => {
    const { depth, nRows, predictions, score } = references.pipelines.diabetes;
    const { X, y } = withHoles("diabetes", nRows);
    const imputer = new SimpleImputer({ strategy: "median", addIndicator: true });
    const tree = new DecisionTreeRegressor({ maxDepth: depth });
    const model = new Pipeline([imputer, new MinMaxScaler(), tree]).fit(X, y);
    expect(relativeError(model.predict(X), predictions)).toBeLessThan(1e-9);
    expect(model.score(X, y)).toBeCloseTo(score, 9);
  });
});
