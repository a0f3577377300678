import { describe, expect, test } from "vitest";
import reference from "../../references/mlp/references.json" with { type: "json" };
import { standardised } from "../../references/table.ts";
import { matrix, takeRows } from "../tensor/matrix.ts";
import { dataSet, inCamelCase, relativeError, type DataSetName } from "../testing/index.ts";
import { MLPClassifier, MLPModel, MLPRegressor } from "./index.ts";
import { MLP_DEFAULTS, type MLPParameters } from "./parameters.ts";
import { trainMLP } from "./train.ts";

const [N, D] = [40, 3];

/** The numbers of the script, spread evenly. */
function numbers(length: number, salt: number, scale: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => scale * (((7919 * (i + salt)) % 1009) / 1009 - 0.5));
}

const X = matrix(N, D, numbers(N * D, 1, 3));

function targets(nClasses: number | null): Float64Array {
  const noise = numbers(N, 9, 0.3);
  const plane = noise.map((e, i) => X.data[D * i] - 0.5 * X.data[D * i + 1] + 0.25 * X.data[D * i + 2] + e);
  if (nClasses === null) return plane;
  return plane.map((p) => Math.floor((plane.filter((other) => other < p).length * nClasses) / N));
}

describe.each(reference.steps)("as scikit-learn: $parameters, $nClasses classes", (given) => {
  const { nClasses } = given;
  const parameters: MLPParameters = { ...MLP_DEFAULTS, ...inCamelCase(given.parameters), shuffle: false };
  const classes = nClasses === null ? null : Array.from({ length: nClasses }, (_, k) => k);
  const model = new MLPModel(parameters, { nFeatures: D, classes });
  const rows = { X, y: targets(nClasses), weights: null };
  const fit = trainMLP(model, rows, parameters, 0, numbers(model.nParameters, 3, 1));

  test("the loss of every epoch", () => {
    expect(relativeError(fit.lossCurve, given.losses)).toBeLessThan(1e-7);
  });

  test.runIf(given.theta)("epochs, weights and answers", () => {
    expect(fit.nIter).toBe(given.nIter);
    expect(relativeError(fit.theta, given.theta!, 1)).toBeLessThan(1e-6);
    const first = takeRows(X, [0, 1, 2, 3, 4]);
    const answers =
      nClasses === null ? model.predict(fit.theta, first) : model.predictProba(fit.theta, first).data;
    expect(relativeError(answers, given.answers!, 1)).toBeLessThan(1e-6);
  });
});

describe.each(reference.scores)(
  "$estimator $parameters on $data",
  ({ data, estimator, parameters, ...theirs }) => {
    test("scores as well as scikit-learn over seeds, within two standard errors", () => {
      const table = dataSet(data as DataSetName);
      const Z = standardised(table.X);
      const order = table.y.map((_, i) => (37 * i) % table.y.length);
      const part = (isTest: boolean) => {
        const rows = order.filter((_, i) => (i % 3 === 0) === isTest);
        return { X: takeRows(Z, rows), y: rows.map((row) => table.y[row]) };
      };
      const [train, held] = [part(false), part(true)];
      const Class = estimator === "MLPClassifier" ? MLPClassifier : MLPRegressor;
      const scores = Array.from({ length: theirs.seeds }, (_, seed) =>
        new Class(inCamelCase(parameters)).fit(train.X, train.y, { seed }).score(held.X, held.y),
      );
      const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
      const deviation = Math.sqrt(
        scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / (scores.length - 1),
      );
      const error = Math.sqrt((theirs.deviation ** 2 + deviation ** 2) / theirs.seeds);
      // 1e-9: where all seeds agree.
      expect(Math.abs(mean - theirs.mean)).toBeLessThan(2 * error + 1e-9);
    });
  },
);
