import { describe, expect, test } from "vitest";
import references from "../../references/sgd/references.json" with { type: "json" };
import { DataError, ParameterError } from "../errors.ts";
import { matrix, takeRows } from "../tensor/matrix.ts";
import { SGDClassifier } from "./sgd-classifier.ts";
import { SGDRegressor } from "./sgd-regressor.ts";
import { madeRows, sampleWeight } from "./testing/made-rows.ts";

const { X, y, codes, binary } = madeRows();

interface Reference {
  target: string;
  options: object;
  weighted: boolean;
  coef: number[];
  intercept: number[];
  nIter: number;
}

/** scikit-learn's names to ours. */
function inCamelCase(options: object): object {
  const rename = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [rename(name), value as unknown]));
}

function fitLike({ target, options, weighted }: Reference): SGDClassifier | SGDRegressor {
  const parameters = inCamelCase({ ...references.base, ...options });
  const fitOptions = weighted ? { sampleWeight } : {};
  if (target === "number") return new SGDRegressor(parameters).fit(X, y, fitOptions);
  return new SGDClassifier(parameters).fit(X, target === "codes" ? codes : binary, fitOptions);
}

function expectEqual(ours: ArrayLike<number>, theirs: readonly number[]): void {
  expect(ours.length).toBe(theirs.length);
  const largest = Math.max(...theirs.map(Math.abs), 1e-3);
  theirs.forEach((value, j) => expect(Math.abs(ours[j] - value) / largest).toBeLessThan(1e-9));
}

const nameOf = ({ target, options, weighted }: Reference) =>
  `${target} ${JSON.stringify(options)}${weighted ? " with sample weights" : ""}`;
const cases = [...references.classifier, ...references.regressor].map(
  (reference) => [nameOf(reference as Reference), reference as Reference] as const,
);

describe("in order, the coefficients are scikit-learn's", () => {
  test.each(cases)("%s", (_name, reference) => {
    const model = fitLike(reference);
    expectEqual([...model.coef.data, ...model.intercept], [...reference.coef, ...reference.intercept]);
    expect(model.nIter).toBe(reference.nIter);
  });
});

test("probabilities are scikit-learn's", () => {
  for (const loss of ["log_loss", "modified_huber"] as const) {
    for (const [target, labels] of [
      ["binary", binary],
      ["codes", codes],
    ] as const) {
      const model = new SGDClassifier(inCamelCase({ ...references.base, loss })).fit(X, labels);
      expectEqual(model.predictProba(X).data, references.probabilities[`${loss} ${target}`]);
    }
  }
});

describe("partialFit", () => {
  const halves = [
    Array.from({ length: 25 }, (_, i) => i),
    Array.from({ length: 35 }, (_, i) => 25 + i),
  ] as const;

  test("goes on like scikit-learn's, with steps, penalty and average", () => {
    const classifier = new SGDClassifier({
      loss: "log_loss",
      penalty: "elasticnet",
      alpha: 0.01,
      shuffle: false,
    });
    const regressor = new SGDRegressor({ average: 20, shuffle: false });
    for (let pass = 0; pass < 2; pass++) {
      for (const rows of halves) {
        const labels = rows.map((row) => codes[row]);
        classifier.partialFit(takeRows(X, rows), labels, pass === 0 ? { classes: [0, 1, 2] } : {});
        regressor.partialFit(
          takeRows(X, rows),
          rows.map((row) => y[row]),
        );
      }
    }
    for (const [model, expected] of [
      [classifier, references.partialFit.classifier],
      [regressor, references.partialFit.regressor],
    ] as const) {
      expectEqual([...model.coef.data, ...model.intercept], [...expected.coef, ...expected.intercept]);
    }
  });

  test("goes on after JSON as without it", () => {
    const make = () => new SGDClassifier({ average: true }).partialFit(X, codes);
    const copy = SGDClassifier.fromState(JSON.parse(JSON.stringify(make().toState())) as never);
    expect(copy.partialFit(X, codes).toState()).toEqual(make().partialFit(X, codes).toState());
  });

  test("shuffles anew every time, and fit starts afresh", () => {
    const model = new SGDRegressor().partialFit(X, y);
    const once = model.coef.data;
    const twice = model.partialFit(X, y).coef.data;
    expect(twice).not.toEqual(once);
    expect(model.fit(X, y).toState()).toEqual(new SGDRegressor().fit(X, y).toState());
  });

  test("what it cannot do is refused, and leaves the model as it was", () => {
    const model = new SGDClassifier().partialFit(X, codes);
    const before = model.toState();
    expect(() => model.partialFit(X, codes, { classes: [0, 1] })).toThrow(/classes of the first partialFit/);
    expect(() => model.partialFit(X, [...codes.slice(1), 7])).toThrow(DataError);
    expect(() => model.partialFit(matrix(60, 4), codes)).toThrow(/5 columns in X/);
    expect(model.toState()).toEqual(before);
    expect(() => new SGDClassifier({ earlyStopping: true }).partialFit(X, codes)).toThrow(/earlyStopping/);
    expect(() => new SGDRegressor({ earlyStopping: true }).partialFit(X, y)).toThrow(ParameterError);
    expect(() => new SGDClassifier({ classWeight: "balanced" }).partialFit(X, codes)).toThrow(/classWeight/);
  });
});

describe("early stopping", () => {
  test("holds out rows: fewer steps an epoch, and the score ends it before maxIter", () => {
    const model = new SGDClassifier({ earlyStopping: true, loss: "log_loss" }).fit(X, codes);
    const all = new SGDClassifier({ loss: "log_loss", maxIter: model.nIter, tol: null }).fit(X, codes);
    expect(model.nIter).toBeLessThan(100);
    expect(model.coef).not.toEqual(all.coef);
    for (const loss of ["softmax", "hinge"] as const) {
      const other = new SGDClassifier({ earlyStopping: true, loss, validationFraction: 0.3 }).fit(X, codes);
      expect(other.score(X, codes)).toBeGreaterThan(0.6);
    }
  });

  test("rows of weight 0 alone cannot score", () => {
    const weights = Array.from({ length: 60 }, (_, i) => Number(i === 0));
    const attempts = [0, 1].map((seed) => () => {
      new SGDRegressor({ earlyStopping: true, seed }).fit(X, y, { sampleWeight: weights });
    });
    // Row 0 is held out by one seed at most.
    expect(attempts.some((attempt) => throwsDataError(attempt))).toBe(true);
  });
});

function throwsDataError(attempt: () => void): boolean {
  try {
    attempt();
    return false;
  } catch (error) {
    return error instanceof DataError && error.message.includes("held out");
  }
}

describe("what is refused or cut", () => {
  test("weights that become infinite, with the cure", () => {
    const huge = matrix(
      60,
      5,
      X.data.map((x) => x * 1e200),
    );
    expect(() => new SGDRegressor().fit(huge, y)).toThrow(/finite, got NaN or infinity after epoch 1.*Scale/);
  });

  test.each([NaN, Infinity, -Infinity])(
    "%s in X, by its place, whichever way it would reach the weights",
    (bad) => {
      const damaged = matrix(60, 5, X.data.slice());
      damaged.data[17 * 5 + 3] = bad;
      const weights = Array.from({ length: 60 }, (_, i) => Number(i !== 17));
      const variants = [
        {},
        { penalty: "l1", average: true },
        { loss: "modified_huber", shuffle: false, alpha: 1 },
        { loss: "softmax", fitIntercept: false },
        { earlyStopping: true },
      ] as const;
      for (const variant of variants) {
        for (const fitOptions of [{}, { sampleWeight: weights }, { classes: [0, 1, 2] }]) {
          const model = new SGDClassifier(variant);
          expect(() => model.fit(damaged, codes, fitOptions)).toThrow(
            /finite numbers in X.*row 17, column 3/,
          );
        }
      }
      expect(() => new SGDClassifier().fit(damaged, Array<number>(60).fill(1))).toThrow(/row 17, column 3/);
      expect(() => new SGDRegressor({ penalty: "l1" }).fit(damaged, y)).toThrow(/row 17, column 3/);
      const learnt = new SGDClassifier().fit(X, codes);
      expect(() => learnt.partialFit(damaged, codes)).toThrow(/row 17, column 3/);
      for (const model of [learnt, new SGDRegressor().fit(X, y)])
        expect(() => model.predict(damaged)).toThrow(/row 17, column 3/);
    },
  );

  test("a slope above 1e12 pulls as if it were 1e12", () => {
    const one = matrix(1, 1, Float64Array.of(1));
    const parameters = { penalty: null, learningRate: "constant", eta0: 1, maxIter: 1, tol: null } as const;
    const model = new SGDRegressor(parameters).fit(one, [1e20]);
    expect([model.coef.data[0], model.intercept[0]]).toEqual([1e12, 1e12]);
  });

  test("negative counts, by value", () => {
    expect(() => new SGDRegressor({ loss: "poisson" }).fit(X, y)).toThrow(/targets ≥ 0 .* got -/);
  });

  test.each([
    [{ classWeight: { "7": 1 } }, /^classWeight must be null, "balanced", or .* among 0, 1, 2, got {"7":1}/],
    [{ classWeight: { "1": -1 } }, /^classWeight /],
    [{ average: 1.5 }, "average must be true, false or an integer ≥ 1, got 1.5."],
    [{ learningRate: "optimal", alpha: 0 }, /^alpha must be .* optimal/],
    [{ learningRate: "constant" }, "eta0 must be a finite number > 0, got 0."],
    [{ learningRate: "fast" }, /^learningRate must be one of constant, optimal/],
    [{ loss: "squared_error" }, /^loss must be one of hinge/],
  ])("%o", (parameters, sentence) => {
    expect(() => new SGDClassifier(parameters as never).fit(X, codes)).toThrow(sentence);
  });
});

test("one class alone: softmax and hinge know nothing else", () => {
  for (const loss of ["softmax", "hinge", "log_loss"] as const) {
    const model = new SGDClassifier({ loss }).fit(
      X,
      codes.map(() => "only"),
    );
    expect(model.predictProba(X)).toEqual(matrix(60, 1, new Float64Array(60).fill(1)));
    expect(model.nIter).toBe(0);
  }
});

test("gradient: the model of the parameter server has the estimator's parameters", () => {
  const shape = { nFeatures: 5, classes: [0, 1, 2] };
  const model = new SGDClassifier({ loss: "softmax", fitIntercept: false }).gradient(shape);
  expect([model.nParameters, model.nWeights, model.fitIntercept]).toEqual([18, 15, false]);
  const fitted = new SGDClassifier({ loss: "log_loss" }).fit(X, codes);
  const parameters = Float64Array.of(...fitted.coef.data, ...fitted.intercept);
  const served = new SGDClassifier({ loss: "log_loss" }).gradient(shape);
  expect(served.predictProba(parameters, X)).toEqual(fitted.predictProba(X));
  expect(new SGDRegressor().gradient({ nFeatures: 5, classes: null }).nParameters).toBe(6);
  expect(() => new SGDRegressor({ alpha: -1 }).gradient({ nFeatures: 5, classes: null })).toThrow(/^alpha /);
});
