import { describe, expect, test } from "vitest";
import references from "../../references/neighbors/references.json" with { type: "json" };
import { takeRows } from "../tensor/matrix.ts";
import { inCamelCase, mixedDataSet, relativeError, type DataSetName, type Table } from "../testing/index.ts";
import { KNeighborsClassifier, KNeighborsRegressor } from "./index.ts";

/** Every 10th row is a query, the others are for training. */
function cut({ X, y }: Table) {
  const rows = y.map((_, i) => i);
  const training = rows.filter((i) => i % 10 !== 0);
  const queries = rows.filter((i) => i % 10 === 0).slice(0, references.queries);
  return { X: takeRows(X, training), y: training.map((i) => y[i]), Q: takeRows(X, queries) };
}

describe.each(["brute", "kd_tree"] as const)("nearest neighbours of scikit-learn, by %s", (algorithm) => {
  test.each(references.models)("$parameters on $data", ({ data, parameters, ...reference }) => {
    const { X, y, Q } = cut(mixedDataSet(data as DataSetName));
    const given = { ...inCamelCase(parameters), algorithm };
    const model = data === "diabetes" ? new KNeighborsRegressor(given) : new KNeighborsClassifier(given);
    model.fit(X, y);

    const { distances, indices } = model.kneighbors(Q);
    expect(relativeError(distances, reference.distances)).toBeLessThan(1e-9);
    if (reference.indices === null || reference.answer === null) return;
    expect(Array.from(indices)).toEqual(reference.indices);
    const answer = model instanceof KNeighborsRegressor ? model.predict(Q) : model.predictProba(Q).data;
    expect(relativeError(answer, reference.answer)).toBeLessThan(1e-9);
  });
});
