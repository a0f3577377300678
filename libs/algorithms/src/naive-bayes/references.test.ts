import { describe, expect, test } from "vitest";
import references from "../../references/naive-bayes/references.json" with { type: "json" };
import { takeRows } from "../tensor/matrix.ts";
import { inCamelCase, mixedDataSet, relativeError, type DataSetName } from "../testing/index.ts";
import { BernoulliNB, GaussianNB, MultinomialNB } from "./index.ts";

const KINDS = { BernoulliNB, GaussianNB, MultinomialNB };

type Model = GaussianNB | MultinomialNB | BernoulliNB;

/** What a model learnt, under the keys of the references. */
function learntBy(model: Model): Record<string, ArrayLike<number>> {
  const { classCount } = model;
  if (model instanceof GaussianNB) {
    return { theta: model.theta.data, var: model.var.data, classCount, classPrior: model.classPrior };
  }
  return { featureLogProb: model.featureLogProb.data, classLogPrior: model.classLogPrior, classCount };
}

describe("naive Bayes of scikit-learn", () => {
  test.each(references.models)(
    "$name $parameters on $data, weighted: $weighted",
    ({ name, data, parameters, weighted, ...reference }) => {
      const { X, y } = mixedDataSet(data as DataSetName);
      const sampleWeight = weighted ? y.map((_, i) => 1 + (i % 3)) : undefined;
      const model = new KINDS[name as keyof typeof KINDS](inCamelCase(parameters));
      model.fit(X, y, { sampleWeight });

      const learnt = learntBy(model);
      for (const [key, expected] of Object.entries(reference.learnt)) {
        expect(relativeError(learnt[key], expected), key).toBeLessThan(1e-9);
      }
      const queries = takeRows(X, reference.rows);
      const joint = reference.joint.flat();
      expect(relativeError(model.jointLogLikelihood(queries).data, joint)).toBeLessThan(1e-9);
      // A small log is the difference of large ones, and has their error.
      const size = Math.max(...joint.map(Math.abs));
      const logProba = model.predictLogProba(queries).data;
      expect(relativeError(logProba, reference.logProba.flat(), size)).toBeLessThan(1e-12);
      expect(relativeError(model.predictProba(queries).data, reference.proba.flat(), 1)).toBeLessThan(1e-9);
      expect(model.score(X, y)).toBe(reference.score);
    },
  );
});
