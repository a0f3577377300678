import { describe, expect, test } from "vitest";
import references from "../../references/dummy/references.json" with { type: "json" };
import { takeRows } from "../tensor/matrix.ts";
import { dataSet, inCamelCase, relativeError } from "../testing/index.ts";
import { DummyClassifier, DummyRegressor } from "./index.ts";

const weightsOf = (y: readonly number[], weighted: boolean) =>
  weighted ? y.map((_, i) => 1 + (i % 3)) : undefined;

describe("the dummies of scikit-learn", () => {
  const wine = dataSet("wine");
  const diabetes = dataSet("diabetes");

  test.each(references.classifiers)(
    "$parameters, weighted: $weighted",
    ({ parameters, weighted, classPrior, proba, score }) => {
      const model = new DummyClassifier({ ...parameters } as object);
      model.fit(wine.X, wine.y, { sampleWeight: weightsOf(wine.y, weighted) });
      expect(relativeError(model.classPrior, classPrior)).toBeLessThan(1e-12);
      expect(relativeError(model.predictProba(takeRows(wine.X, [0])).data, proba)).toBeLessThan(1e-12);
      if (score !== null) expect(model.score(wine.X, wine.y)).toBe(score);
    },
  );

  test.each(references.regressors)(
    "$parameters, weighted: $weighted",
    ({ parameters, weighted, value, score }) => {
      const model = new DummyRegressor(inCamelCase(parameters));
      model.fit(diabetes.X, diabetes.y, { sampleWeight: weightsOf(diabetes.y, weighted) });
      expect(relativeError(model.predict(takeRows(diabetes.X, [0])), [value])).toBeLessThan(1e-12);
      expect(relativeError([model.score(diabetes.X, diabetes.y)], [score], 1)).toBeLessThan(1e-12);
    },
  );
});
