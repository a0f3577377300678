import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import references from "../../references/nearest-centroid/references.json" with { type: "json" };
import shared from "../../references/references.json" with { type: "json" };
import { inCamelCase, relativeError, tableFromCsv, tableOf, type Table } from "../contract/references.ts";
import { NearestCentroid } from "./index.ts";

const csv = (name: string) =>
  tableFromCsv(readFileSync(new URL(`../../../../examples/data/${name}.csv`, import.meta.url), "utf8"));
const TABLES: Record<string, Table> = {
  iris: tableOf(shared.data.iris.X, shared.data.iris.y),
  wine: csv("wine"),
  digits: csv("digits"),
  breast_cancer: csv("breast_cancer"),
};

describe("NearestCentroid of scikit-learn", () => {
  test.each(references.models)("$parameters on $data", ({ data, parameters, centroids, score }) => {
    const { X, y } = TABLES[data];
    const model = new NearestCentroid(inCamelCase(parameters)).fit(X, y);
    expect(relativeError(model.centroids.data, centroids)).toBeLessThan(1e-9);
    expect(model.score(X, y)).toBe(score);
  });
});
