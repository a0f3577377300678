import { describe, expect, test } from "vitest";
import references from "../../references/nearest-centroid/references.json" with { type: "json" };
import { inCamelCase, mixedDataSet, relativeError, type DataSetName } from "../testing/index.ts";
import { NearestCentroid } from "./index.ts";

describe("NearestCentroid of scikit-learn", () => {
  test.each(references.models)("$parameters on $data", ({ data, parameters, centroids, score }) => {
    const { X, y } = mixedDataSet(data as DataSetName);
    const model = new NearestCentroid(inCamelCase(parameters)).fit(X, y);
    expect(relativeError(model.centroids.data, centroids)).toBeLessThan(1e-9);
    expect(model.score(X, y)).toBe(score);
  });
});
