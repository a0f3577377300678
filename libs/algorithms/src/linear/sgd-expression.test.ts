import { beforeAll, describe, expect, test } from "vitest";
import { loadExpressions } from "../losses/index.ts";
import { SGDClassifier } from "./sgd-classifier.ts";
import { SGDRegressor } from "./sgd-regressor.ts";
import { madeRows } from "./testing/made-rows.ts";

const { X, y, codes } = madeRows();

test("before loadExpressions a fit tells the cure", () => {
  expect(() => new SGDRegressor({ loss: "(y - p)^2" }).fit(X, y)).toThrow(
    /^loss .*await loadExpressions\(\)/,
  );
});

describe("a loss of one's own", () => {
  beforeAll(loadExpressions);

  test("log(1 + exp(-y * p)) trains what log_loss trains, one-vs-all, and answers votes", () => {
    const [own, named] = ["log(1 + exp(-y * p))", "log_loss"].map((loss) =>
      new SGDClassifier({ loss, alpha: 0.01 }).fit(X, codes),
    );
    own.coef.data.forEach((weight, j) => expect(weight).toBeCloseTo(named.coef.data[j], 9));
    expect(own.nIter).toBe(named.nIter);
    expect(own.predict(X)).toEqual(named.predict(X));
    expect(new Set(own.predictProba(X).data)).toEqual(new Set([0, 1]));
  });

  test("(p - y)^2 / 2 trains what squared_error trains", () => {
    const [own, named] = ["(p - y)^2 / 2", "squared_error"].map((loss) =>
      new SGDRegressor({ loss, average: true }).fit(X, y),
    );
    own.coef.data.forEach((weight, j) => expect(weight).toBeCloseTo(named.coef.data[j], 12));
  });

  test("travels as the expression it is", () => {
    const model = new SGDRegressor({ loss: "abs(y - p)" }).fit(X, y);
    const copy = SGDRegressor.fromState(JSON.parse(JSON.stringify(model.toState())) as never);
    expect(copy.getParams().loss).toBe("abs(y - p)");
    expect(copy.predict(X)).toEqual(model.predict(X));
    expect(model.gradient({ nFeatures: 5, classes: null }).loss).toBe("abs(y - p)");
  });

  test("a fault in it is told with its place", () => {
    expect(() => new SGDClassifier({ loss: "max(0, 1 - y * q)" }).fit(X, codes)).toThrow(
      /^loss must be one of hinge.* or an expression in y and p, got "max\(0, 1 - y \* q\)": unknown symbol q at column 16, near "q\)"\.$/,
    );
  });
});
