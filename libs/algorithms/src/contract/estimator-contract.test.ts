import { describe, expect, test } from "vitest";
import { DataError, NotFittedError, ParameterError } from "../errors.ts";
import type { Classifier, ClassifierFitOptions, Estimator, Label, ModelShape } from "../estimator.ts";
import { createRandom } from "../random/random.ts";
import { ESTIMATORS, estimatorFromState, type EstimatorName } from "../registry.ts";
import { matrix, takeRows, type Matrix } from "../tensor/matrix.ts";
import { relativeError, throughJson } from "../testing/index.ts";
import { CONTRACT_CASES } from "./cases.ts";
import { madeRows } from "./data.ts";

/** The suite does not know of which task an estimator is: it gives labels that are numbers to both. */
interface AnyEstimator extends Omit<Classifier, "task" | "fit" | "predict" | "score" | "layers"> {
  task: Estimator["task"];
  fit(X: Matrix, y: ArrayLike<Label>, options?: ClassifierFitOptions): this;
  predict(X: Matrix): ArrayLike<Label>;
  score(X: Matrix, y: ArrayLike<Label>): number;
}

const NAMES = Object.keys(ESTIMATORS) as EstimatorName[];
const range = (start: number, end: number) => Array.from({ length: end - start }, (_, i) => start + i);

const listOf = (values: ArrayLike<Label>) => Array.from(values);

const CASES = NAMES.flatMap((name) =>
  (CONTRACT_CASES[name].parameters ?? [{}]).map((parameters) => ({
    ...CONTRACT_CASES[name],
    name,
    parameters,
  })),
);

describe.each(CASES)("$name $parameters", ({ name, parameters, refused, isNonNegative }) => {
  const make = (given: object = parameters) =>
    new ESTIMATORS[name](given as never) as unknown as AnyEstimator;
  const { task, takesMissing = false } = make();
  const isClassifier = task === "classifier";
  const { X, y } = madeRows(task, 60, 3);

  test("carries its class's name, and tells its parameters", () => {
    expect(make().name).toBe(name);
    expect(make().getParams()).toMatchObject(parameters);
  });

  test("fit returns itself", () => {
    const model = make();
    expect(model.fit(X, y)).toBe(model);
    expect(Number.isFinite(model.score(X, y))).toBe(true);
  });

  test("before fit, whatever needs a model says how to cure it", () => {
    const attempts: ((model: AnyEstimator) => unknown)[] = [
      (model) => model.predict(X),
      (model) => model.score(X, y),
      (model) => model.toState(),
    ];
    if (isClassifier)
      attempts.push(
        (model) => model.predictProba(X),
        (model) => model.classes,
      );
    for (const attempt of attempts) {
      expect(() => attempt(make())).toThrow(NotFittedError);
      expect(() => attempt(make())).toThrow(`This ${name} is not fitted yet: call fit(X, y) first.`);
    }
  });

  test.each(refused)("the constructor stores %j, fit refuses it by name, rule and value", (bad, rule) => {
    const model = make({ ...parameters, ...bad });
    const [[parameter]] = Object.entries(bad);
    expect(() => model.fit(X, y)).toThrow(ParameterError);
    expect(() => model.fit(X, y)).toThrow(rule);
    expect(() => model.fit(X, y)).toThrow(new RegExp(`^${parameter} .*got `));
    expect(() => model.predict(X)).toThrow(NotFittedError);
  });

  test("refuses a parameter that it does not have", () => {
    expect(() => make({ ...parameters, lerningRate: 1 }).fit(X, y)).toThrow(
      /^option must be one of .*"lerningRate"/,
    );
  });

  test("a new fit forgets the one before", () => {
    const other = madeRows(task, 40, 2);
    const refitted = make().fit(other.X, other.y).fit(X, y);
    expect(refitted.toState()).toEqual(make().fit(X, y).toState());
  });

  test("a fit that is refused leaves the model as it was", () => {
    const model = make().fit(X, y);
    const before = throughJson(model.toState());
    expect(() => model.fit(matrix(0, 4), [])).toThrow(DataError);
    expect(throughJson(model.toState())).toEqual(before);
  });

  test("the same seed gives the same model", () => {
    const [a, b] = [7, 7].map((seed) => make().fit(X, y, { seed }).toState());
    expect(a).toEqual(b);
  });

  test("leaves its inputs untouched", () => {
    const before = { X: X.data.slice(), y: [...y] };
    const model = make().fit(X, y);
    model.predict(X);
    expect(X.data).toEqual(before.X);
    expect(y).toEqual(before.y);
  });

  test("refuses no rows, lengths that differ, infinity, and another width", () => {
    const infinite = matrix(
      X.nRows,
      X.nColumns,
      X.data.map((x, at) => (at === 5 ? Infinity : x)),
    );
    expect(() => make().fit(matrix(0, 4), [])).toThrow(DataError);
    expect(() => make().fit(X, y.slice(1))).toThrow(DataError);
    expect(() => make().fit(infinite, y)).toThrow(/row 1, column 1/);
    const model = make().fit(X, y);
    expect(() => model.predict(matrix(2, 3))).toThrow(/4 columns in X, got 3/);
    expect(() => model.predict(infinite)).toThrow(DataError);
  });

  // The dummies do not look at X, and two of them draw lots row by row.
  test.skipIf(name.startsWith("Dummy"))(
    "answers many rows as it answers few, and names an infinite one",
    () => {
      const model = make().fit(X, y);
      const many = takeRows(
        X,
        Array.from({ length: 2500 }, (_, i) => i % X.nRows),
      );
      const few = listOf(model.predict(X));
      expect(listOf(model.predict(many))).toEqual(Array.from({ length: 2500 }, (_, i) => few[i % X.nRows]));
      many.data[2222 * X.nColumns + 1] = Infinity;
      if (!name.startsWith("Dummy"))
        expect(() => model.predict(many)).toThrow(/Infinity in row 2222, column 1/);
    },
  );

  test("takes NaN as a missing value, or refuses it", () => {
    const withHole = matrix(
      X.nRows,
      X.nColumns,
      X.data.map((x, at) => (at === 5 ? NaN : x)),
    );
    if (takesMissing) {
      const model = make().fit(withHole, y);
      return expect(Number.isFinite(model.score(withHole, y))).toBe(true);
    }
    expect(() => make().fit(withHole, y)).toThrow(/NaN in row 1, column 1/);
    expect(() => make().fit(X, y).predict(withHole)).toThrow(DataError);
  });

  test.runIf(!isClassifier)("refuses a target that is no number", () => {
    expect(() => make().fit(X, [...y.slice(1), NaN])).toThrow(DataError);
  });

  test("refuses sample weights that are negative, all zero, or of another length", () => {
    for (const sampleWeight of [y.map(() => -1), y.map(() => 0), [1]]) {
      expect(() => make().fit(X, y, { sampleWeight })).toThrow(/sampleWeight/);
    }
  });

  test("predicts nothing for no rows", () => {
    expect(listOf(make().fit(X, y).predict(matrix(0, 4)))).toEqual([]);
  });

  test("learns from one row", () => {
    const one = takeRows(X, [0]);
    const model = make().fit(one, [y[0]]);
    const [answer] = listOf(model.predict(one));
    if (isClassifier) expect(answer).toBe(y[0]);
    else expect(Number.isFinite(answer)).toBe(true);
  });

  test("learns from constant columns", () => {
    const flat = matrix(20, 4).data.fill(3);
    const model = make().fit(matrix(20, 4, flat), y.slice(0, 20));
    const answers = listOf(model.predict(matrix(20, 4, flat)));
    if (isClassifier) expect(y).toEqual(expect.arrayContaining(answers));
    else expect(answers.every(Number.isFinite)).toBe(true);
  });

  test("after JSON, fromState(toState()) predicts the same", () => {
    const model = make().fit(X, y);
    const copy = ESTIMATORS[name].fromState(throughJson(model.toState())) as unknown as AnyEstimator;
    expect(copy.predict(X)).toEqual(model.predict(X));
    if (isClassifier) expect(copy.predictProba(X)).toEqual(model.predictProba(X));
    expect(copy.toState()).toEqual(model.toState());
    expect(copy.getParams()).toEqual(model.getParams());
    const byName = estimatorFromState(throughJson(model.toState())) as unknown as AnyEstimator;
    expect(byName.predict(X)).toEqual(model.predict(X));
  });

  test("fromState refuses what toState did not write", () => {
    const state = throughJson(make().fit(X, y).toState());
    const damaged = Object.keys(state).filter((key) => key !== "name" && key !== "parameters");
    for (const key of damaged) {
      expect(() => ESTIMATORS[name].fromState({ ...state, [key]: undefined })).toThrow(DataError);
      expect(() => ESTIMATORS[name].fromState({ ...state, [key]: { not: "this" } })).toThrow(DataError);
    }
    expect(damaged.length).toBeGreaterThan(0);
    // It may have all that this class looks for: the state of a Lasso given to an ElasticNet.
    expect(() => ESTIMATORS[name].fromState({ ...state, name: "Another" })).toThrow(DataError);
    for (const nothing of [null, undefined, 5, "state", []]) {
      expect(() => estimatorFromState(nothing as never)).toThrow(DataError);
    }
  });

  const canMerge = make().merge !== undefined && (make().mergeObstacle ?? null) === null;
  test.runIf(canMerge)("merging the parts' states gives the model of all rows, whatever the cut", () => {
    const classes = isClassifier ? [0, 1, 2] : undefined;
    // The second part is one row, so it lacks classes; constant columns come with it.
    const parts = [range(0, 37), range(37, 38), range(38, 60)];
    const states = parts.map((rows) =>
      throughJson(
        make()
          .fit(
            takeRows(X, rows),
            rows.map((i) => y[i]),
            { ...(classes && { classes }) },
          )
          .toState(),
      ),
    );
    const merged = make();
    expect(merged.merge!(states)).toBe(merged);
    const whole = make().fit(X, y);
    expect(relativeError(numbersOf(merged), numbersOf(whole), 1)).toBeLessThanOrEqual(1e-9);
    expect(() => make().merge!([])).toThrow(DataError);
  });

  const numbersOf = (model: AnyEstimator): ArrayLike<number> =>
    isClassifier ? model.predictProba(X).data : (model.predict(X) as ArrayLike<number>);

  test.runIf(make().merge && !canMerge)("where models cannot be merged it says why", () => {
    const model = make().fit(X, y);
    expect(model.mergeObstacle).toMatch(/ .*\.$/);
    expect(() => make().merge!([model.toState()])).toThrow(ParameterError);
  });

  test.runIf(make().gradient)("its gradient is that of its loss, by finite differences", () => {
    const shape: ModelShape = { nFeatures: 4, classes: isClassifier ? [0, 1, 2] : null };
    const model = make().gradient!(shape);
    const random = createRandom(5);
    const theta = new Float64Array(model.nParameters).map(() => random.normal() / 4);
    const targets = Float64Array.from(y as number[]);
    const gradient = new Float64Array(model.nParameters);
    const loss = (at: Float64Array) => model.lossAndGradient(at, X, targets, new Float64Array(at.length));
    expect(model.lossAndGradient(theta, X, targets, gradient)).toBe(loss(theta));
    const h = 1e-6;
    const isFree = (j: number) =>
      j < (model.nWeights ?? Infinity) || (parameters as { fitIntercept?: boolean }).fitIntercept !== false;
    theta.forEach((value, j) => {
      // A bias that stays where it is: its gradient is 0, whatever the loss says.
      if (!isFree(j)) return expect(gradient[j]).toBe(0);
      const shifted = (by: number) => theta.map((old, i) => (i === j ? value + by : old));
      const difference = (loss(shifted(h)) - loss(shifted(-h))) / (2 * h);
      expect(Math.abs(gradient[j] - difference)).toBeLessThan(1e-5 * Math.max(1, Math.abs(difference)));
    });
  });

  describe.runIf(isClassifier)("as a classifier", () => {
    test("probabilities are 0…1 and sum to 1 in every row", () => {
      const { data, nColumns } = make().fit(X, y).predictProba(X);
      expect(nColumns).toBe(3);
      for (let i = 0; i < X.nRows; i++) {
        const row = data.subarray(i * 3, (i + 1) * 3);
        expect(row.every((p) => p >= 0 && p <= 1)).toBe(true);
        expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
      }
    });

    test("knows one class alone", () => {
      const model = make().fit(
        X,
        y.map(() => "only"),
      );
      expect(new Set(listOf(model.predict(X)))).toEqual(new Set(["only"]));
      expect(new Set(model.predictProba(X).data)).toEqual(new Set([1]));
    });

    test("labels that are text, and ten classes", () => {
      const ten = madeRows(task, 200, 10, (k) => `class ${k}`);
      const model = make().fit(ten.X, ten.y);
      expect(model.classes).toEqual([...new Set(ten.y)].sort());
      expect(ten.y).toEqual(expect.arrayContaining(listOf(model.predict(ten.X))));
      expect(model.predictProba(ten.X).nColumns).toBe(10);
    });

    test("a class may be called constructor, with class weights too", () => {
      const odd = y.map((label) => ["constructor", "toString", "b"][Number(label)]);
      const takesWeights = "classWeight" in make().getParams();
      const given = takesWeights ? { ...parameters, classWeight: { b: 2 } } : parameters;
      const model = make(given).fit(X, odd);
      expect(model.classes).toEqual(["b", "constructor", "toString"]);
      expect(model.predictProba(X).data.every(Number.isFinite)).toBe(true);
    });

    test("classes that are given but do not occur have a column", () => {
      const model = make().fit(X, y, { classes: [0, 1, 2, 9] });
      const { nColumns, data } = model.predictProba(X);
      expect([nColumns, model.classes]).toEqual([4, [0, 1, 2, 9]]);
      expect(data.every(Number.isFinite)).toBe(true);
    });
  });

  test("features below zero are taken, or refused by value", () => {
    const negative = matrix(
      X.nRows,
      X.nColumns,
      X.data.map((x) => x - 2),
    );
    if (isNonNegative) expect(() => make().fit(negative, y)).toThrow(/≥ 0/);
    else expect(listOf(make().fit(negative, y).predict(negative))).toHaveLength(X.nRows);
  });
});
