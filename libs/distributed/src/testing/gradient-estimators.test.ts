import { createRandom, encodeLabels } from "@chimera/algorithms";
import { expect, test } from "vitest";
import { saturatingRegressor, softmaxClassifier } from "./gradient-estimators.ts";
import { madeData } from "./made-data.ts";

test.each([
  ["softmax", softmaxClassifier(), ["a", "b", "c"]],
  ["saturating", saturatingRegressor(), null],
])(
  "the gradient of the %s model is the finite difference of its loss, weighted and on some rows",
  (_, e, classes) => {
    const { X, y } = madeData(e.task, 12, 2, classes ?? undefined);
    for (let at = 0; at < X.data.length; at++) X.data[at] /= 5;
    const targets = classes === null ? Float64Array.from(y as number[]) : encodeLabels(y, classes);
    const model = e.gradient({ nFeatures: 2, classes });
    const random = createRandom(2);
    const theta = new Float64Array(model.nParameters).map(() => random.normal());
    const weights = new Float64Array(12).map(() => random.next() * 3);
    const rows = Int32Array.of(1, 4, 4, 9);
    const gradient = new Float64Array(model.nParameters);
    const scratch = new Float64Array(model.nParameters);
    model.lossAndGradient(theta, X, targets, gradient, rows, weights);
    const h = 1e-6;
    theta.forEach((value, j) => {
      const at = (step: number): number =>
        model.lossAndGradient(theta.with(j, value + step), X, targets, scratch, rows, weights);
      expect(gradient[j]).toBeCloseTo((at(h) - at(-h)) / (2 * h), 6);
    });
  },
);
