import { describe, expect, test } from "vitest";
import { DataError } from "../errors.ts";
import type { Label, PlainData } from "../estimator.ts";
import { createRandom } from "../random/random.ts";
import { ESTIMATORS, estimatorFromState, type EstimatorName } from "../registry.ts";
import { matrix } from "../tensor/matrix.ts";
import { CONTRACT_CASES } from "./cases.ts";

const CASES = (Object.keys(ESTIMATORS) as EstimatorName[]).flatMap((name) =>
  (CONTRACT_CASES[name].parameters ?? [{}]).map((parameters) => ({ name, parameters })),
);

/** Rows and targets between 0 and these: sums of some of them, or of their squares, are no finite numbers. */
const SIZES = [
  { x: 1e308, y: 1 },
  { x: 1e160, y: 1 },
  { x: 1e-160, y: 1 },
  { x: 1e-320, y: 1 },
  { x: 1, y: 1.7e308 },
];

describe.each(CASES)("$name $parameters", ({ name, parameters }) => {
  const make = () => new ESTIMATORS[name](parameters as never);

  test.each(SIZES)(
    "of rows to $x and targets to $y is a model of finite numbers, or refused",
    ({ x, y: size }) => {
      const random = createRandom(3);
      const X = matrix(
        30,
        3,
        Float64Array.from({ length: 90 }, () => x * random.next()),
      );
      const estimator = make();
      const isClassifier = estimator.task === "classifier";
      const y: Label[] = Array.from({ length: 30 }, (_, i) => (isClassifier ? i % 2 : size * random.next()));
      try {
        estimator.fit(X, y as never);
      } catch (error) {
        expect(error).toBeInstanceOf(DataError);
        return;
      }
      const state = JSON.stringify(estimator.toState());
      // JSON has no NaN: a state with one would come back as null, and be refused.
      expect(JSON.stringify(estimatorFromState(JSON.parse(state) as PlainData).toState())).toBe(state);
    },
  );
});
