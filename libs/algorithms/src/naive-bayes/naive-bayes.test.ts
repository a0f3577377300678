import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cutRows, serialAndMerged } from "../contract/parts.ts";
import { relativeError } from "../testing/index.ts";
import { madeRows } from "../contract/data.ts";
import { DataError, ParameterError } from "../errors.ts";
import { matrix, matrixFromRows, takeRows } from "../tensor/matrix.ts";
import { BernoulliNB, GaussianNB, MultinomialNB } from "./index.ts";

fc.configureGlobal({ seed: 1 });

/** `other`: a parameter with another value than `make` gives it. */
const KINDS: { name: string; make: () => GaussianNB | MultinomialNB | BernoulliNB; other: object }[] = [
  { name: "GaussianNB", make: () => new GaussianNB(), other: { varSmoothing: 1 } },
  { name: "MultinomialNB", make: () => new MultinomialNB(), other: { alpha: 3 } },
  { name: "BernoulliNB", make: () => new BernoulliNB({ binarize: 5 }), other: { binarize: 6 } },
];

describe("worked examples", () => {
  // Manning, Raghavan & Schütze, example 13.1: Chinese, Beijing, Shanghai, Macao, Tokyo, Japan.
  const documents = matrixFromRows([
    [2, 1, 0, 0, 0, 0],
    [2, 0, 1, 0, 0, 0],
    [1, 0, 0, 1, 0, 0],
    [1, 0, 0, 0, 1, 1],
  ]);
  const labels = ["China", "China", "China", "other"];
  const query = matrixFromRows([[3, 0, 0, 0, 1, 1]]);
  const share = (a: number, b: number) => [a / (a + b), b / (a + b)];

  test("multinomial: the word Chinese outweighs Tokyo and Japan", () => {
    const model = new MultinomialNB().fit(documents, labels);
    const china = (3 / 4) * (3 / 7) ** 3 * (1 / 14) * (1 / 14);
    const other = (1 / 4) * (2 / 9) ** 3 * (2 / 9) * (2 / 9);
    expect(relativeError(model.predictProba(query).data, share(china, other))).toBeLessThan(1e-13);
    expect(model.predict(query)).toEqual(["China"]);
  });

  test("Bernoulli: that Beijing, Shanghai and Macao are absent counts", () => {
    const model = new BernoulliNB().fit(documents, labels);
    const china = (3 / 4) * (4 / 5) * (1 / 5) ** 2 * (1 - 2 / 5) ** 3;
    const other = (1 / 4) * (2 / 3) ** 3 * (1 - 1 / 3) ** 3;
    expect(relativeError(model.predictProba(query).data, share(china, other))).toBeLessThan(1e-13);
    expect(model.predict(query)).toEqual(["other"]);
  });

  test("Gaussian: densities of two normal distributions", () => {
    const model = new GaussianNB({ varSmoothing: 0 }).fit(
      matrixFromRows([[1], [3], [6], [10]]),
      [0, 0, 1, 1],
    );
    const density = (x: number, mean: number, variance: number) =>
      Math.exp(-((x - mean) ** 2) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);
    const expected = share(density(4, 2, 1), density(4, 8, 4));
    expect(Array.from(model.theta.data)).toEqual([2, 8]);
    expect(Array.from(model.var.data)).toEqual([1, 4]);
    expect(relativeError(model.predictProba(matrixFromRows([[4]])).data, expected)).toBeLessThan(1e-13);
  });
});

describe.each(KINDS)("$name", ({ make, other }) => {
  const { X, y } = madeRows("classifier", 60, 3);

  test("merged from any parts, it is the model of all rows", () => {
    fc.assert(
      fc.property(cutRows, fc.boolean(), (rows, isWeighted) => {
        const { serial, merged } = serialAndMerged(make, rows, isWeighted);
        const [joint, expected] = [serial, merged].map((model) => model.jointLogLikelihood(rows.X).data);
        expect(relativeError(joint.map(finite), expected.map(finite))).toBeLessThan(1e-9);
        expect(merged.predict(rows.X)).toEqual(serial.predict(rows.X));
        expect(relativeError(merged.classCount, serial.classCount)).toBeLessThan(1e-12);
      }),
      { numRuns: 200 },
    );
  });

  test("a weight of 2 is a row twice, and 0 is no row", () => {
    const weights = y.map((_, i) => i % 3);
    const repeated = y.flatMap((_, i) => new Array<number>(i % 3).fill(i));
    const weighted = make().fit(X, y, { sampleWeight: weights, classes: [0, 1, 2] });
    const twice = make().fit(
      takeRows(X, repeated),
      repeated.map((i) => y[i]),
      { classes: [0, 1, 2] },
    );
    const [joint, expected] = [weighted, twice].map((model) => model.jointLogLikelihood(X).data);
    expect(relativeError(joint.map(finite), expected.map(finite))).toBeLessThan(1e-9);
  });

  test("partialFit on one part after another is fit on all", () => {
    const model = make();
    for (const rows of [[0], [1, 2, 3], y.map((_, i) => i).slice(4)]) {
      model.partialFit(
        takeRows(X, rows),
        rows.map((i) => y[i]),
        { classes: [0, 1, 2] },
      );
    }
    const [joint, expected] = [model, make().fit(X, y)].map((each) => each.jointLogLikelihood(X).data);
    expect(relativeError(joint, expected)).toBeLessThan(1e-9);
  });

  test("partialFit refuses another width, and classes it does not know; the model stays as it was", () => {
    const model = make().fit(X, y);
    const before = model.toState();
    expect(() => model.partialFit(matrix(1, 3), [0])).toThrow("Expected 4 columns in X, got 3.");
    expect(() => model.partialFit(takeRows(X, [0]), [7])).toThrow(DataError);
    expect(() => model.partialFit(X, y, { classes: [0, 1] })).toThrow(/classes \[0,1,2\] in options.classes/);
    expect(model.toState()).toEqual(before);
  });

  test("merge refuses no parts, and parts of other parameters, classes or columns", () => {
    const state = make().fit(X, y).toState();
    expect(() => make().merge([])).toThrow(/at least one/);
    const otherwise = { ...state, parameters: { ...(state.parameters as object), ...other } };
    expect(() => make().merge([state, otherwise])).toThrow(/parameters .* in part 1/);
    const fewer = make()
      .fit(
        X,
        y.map((k) => Number(k === 1)),
      )
      .toState();
    expect(() => make().merge([state, fewer])).toThrow(/classes \[0,1,2\] in part 1/);
    const narrow = make()
      .fit(matrix(2, 1), [0, 1], { classes: [0, 1, 2] })
      .toState();
    expect(() => make().merge([state, narrow])).toThrow(/nFeatures 4 in part 1, got 1/);
  });

  test("a class without rows has probability 0", () => {
    const { data } = make()
      .fit(X, y, { classes: [0, 1, 2, 9] })
      .predictProba(X);
    for (let i = 0; i < X.nRows; i++) expect(data[4 * i + 3]).toBe(0);
  });

  test("log probabilities are those of the probabilities", () => {
    const model = make().fit(X, y);
    const logs = model.predictLogProba(X).data.map(Math.exp);
    expect(Array.from(logs)).toEqual(Array.from(model.predictProba(X).data));
  });
});

/** −∞ of an impossible class cannot be compared by quotients; no possible class has the log 0 here. */
function finite(log: number): number {
  return log === -Infinity ? 0 : log;
}

describe("what must not become NaN", () => {
  const rows = matrixFromRows([[1], [1], [1]]);

  test("a row beyond float64 from all classes has the probabilities of the prior", () => {
    const far = matrixFromRows([[1e200], [-1e300]]);
    const model = new GaussianNB().fit(matrixFromRows([[0], [1], [2], [5]]), [0, 0, 0, 1]);
    expect(relativeError(model.predictProba(far).data, [0.75, 0.25, 0.75, 0.25])).toBeLessThan(1e-12);
  });

  test("rows that are all equal, with smoothing and without", () => {
    for (const varSmoothing of [0, 1e-9]) {
      const model = new GaussianNB({ varSmoothing }).fit(rows, [0, 0, 1]);
      expect(relativeError(model.predictProba(rows).data.slice(0, 2), [2 / 3, 1 / 3])).toBeLessThan(1e-12);
      const [a, b] = model.predictProba(matrixFromRows([[2]])).data;
      expect(a + b).toBeCloseTo(1, 12);
    }
  });

  test("a prior for classes without rows alone is refused", () => {
    const model = new GaussianNB({ priors: [0, 1] });
    expect(() => model.fit(rows, [0, 0, 0], { classes: [0, 1] })).toThrow(ParameterError);
    expect(() => model.fit(rows, [0, 0, 0], { classes: [0, 1] })).toThrow(/priors must be above 0/);
  });
});

describe("features that are refused", () => {
  test("MultinomialNB: below 0, by value and place", () => {
    expect(() =>
      new MultinomialNB().fit(
        matrixFromRows([
          [1, 2],
          [3, -4],
        ]),
        [0, 1],
      ),
    ).toThrow("Expected features ≥ 0 in X, got -4 in row 1, column 1 (counted from 0).");
  });

  test("BernoulliNB without binarize: other than 0 and 1", () => {
    const model = new BernoulliNB({ binarize: null }).fit(matrixFromRows([[0], [1]]), [0, 1]);
    expect(model.predict(matrixFromRows([[1], [0]]))).toEqual([1, 0]);
    expect(() => model.predict(matrixFromRows([[0.5]]))).toThrow(/features 0 and 1 in X, got 0.5 in row 0/);
    expect(() => model.predict(matrixFromRows([[NaN]]))).toThrow(/finite numbers/);
  });

  test("a state with counts below 0, without rows, or with parameters that no fit takes", () => {
    const [X, y] = [matrixFromRows([[0], [1]]), [0, 1]];
    const state = new BernoulliNB().fit(X, y).toState();
    expect(() => BernoulliNB.fromState({ ...state, classCount: [-1, 1] })).toThrow(/≥ 0 at classCount/);
    expect(() => BernoulliNB.fromState({ ...state, classCount: [0, 0] })).toThrow(/with rows at classCount/);
    expect(() => BernoulliNB.fromState({ ...state, parameters: { classPrior: [1] } })).toThrow(
      /each of the 2 classes/,
    );
    const gaussian = new GaussianNB().fit(X, y).toState();
    const none = { n: 0, mean: [0], m2: [0] };
    expect(() => GaussianNB.fromState({ ...gaussian, moments: [none, none] })).toThrow(
      /with rows at moments/,
    );
    expect(() => GaussianNB.fromState({ ...gaussian, moments: [none] })).toThrow(/2 classes at moments/);
    expect(() => GaussianNB.fromState({ ...gaussian, moments: [none, { ...none, n: -1 }] })).toThrow(
      /≥ 0 at n/,
    );
    expect(() => GaussianNB.fromState({ ...gaussian, parameters: { priors: [1] } })).toThrow(
      /each of the 2 classes/,
    );
  });
});
