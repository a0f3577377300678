import { describe, expect, expectTypeOf, test } from "vitest";
import { madeRows } from "../contract/data.ts";
import { DataError, NotFittedError, ParameterError } from "../errors.ts";
import type { Classifier, Estimator, PlainData, Regressor } from "../estimator.ts";
import { matrix } from "../tensor/matrix.ts";
import { throughJson } from "../testing/index.ts";
import { MinMaxScaler } from "../transformers/min-max-scaler.ts";
import { OneHotEncoder } from "../transformers/one-hot-encoder.ts";
import { SimpleImputer } from "../transformers/simple-imputer.ts";
import { StandardScaler } from "../transformers/standard-scaler.ts";
import { DecisionTreeClassifier } from "../tree/decision-tree-classifier.ts";
import { DecisionTreeRegressor } from "../tree/decision-tree-regressor.ts";
import { Pipeline } from "./pipeline.ts";
import { NearestMean } from "./testing/nearest-mean.ts";

const { X, y } = madeRows("classifier", 60, 3);

/** A user's own class that says nothing of itself but what a pipeline needs. */
class Doubling {
  readonly name = "Doubling";
  readonly times: number;
  nFeaturesOut = 0;

  constructor({ times = 2 } = {}) {
    this.times = times;
  }
  getParams(): PlainData {
    return { times: this.times };
  }
  fit(rows: { nColumns: number }): this {
    this.nFeaturesOut = rows.nColumns;
    return this;
  }
  transform(rows: ReturnType<typeof matrix>) {
    return matrix(
      rows.nRows,
      rows.nColumns,
      rows.data.map((x) => this.times * x),
    );
  }
  toState(): PlainData {
    return { name: this.name, times: this.times };
  }
  static fromState({ times }: PlainData): Doubling {
    return new Doubling({ times: times as number });
  }
}

describe("Pipeline", () => {
  test("does what its steps do one after the other", () => {
    const model = new Pipeline([new StandardScaler(), new NearestMean()]).fit(X, y);
    const Z = new StandardScaler().fit(X).transform(X);
    const alone = new NearestMean().fit(Z, y);
    expect(model.predict(X)).toEqual(alone.predict(Z));
    expect(model.predictProba(X)).toEqual(alone.predictProba(Z));
    expect(model.score(X, y)).toBe(alone.score(Z, y));
    expect(model.classes).toEqual([0, 1, 2]);
  });

  test("has the type of its last step", () => {
    const classifier = new Pipeline([new StandardScaler(), new DecisionTreeClassifier()]);
    const regressor = new Pipeline([new SimpleImputer(), new MinMaxScaler(), new DecisionTreeRegressor()]);
    expectTypeOf(classifier).toExtend<Classifier>();
    expectTypeOf(regressor).toExtend<Regressor>();
    expectTypeOf(new Pipeline({ steps: [] })).toExtend<Estimator>();
    expect([classifier.task, regressor.task]).toEqual(["classifier", "regressor"]);
    expect("predictProba" in regressor && regressor.predictProba).toBeUndefined();
  });

  test("takes missing values when its first step does", () => {
    const make = (...first: (SimpleImputer | StandardScaler)[]) =>
      new Pipeline([...first, new DecisionTreeClassifier()]);
    expect(make(new SimpleImputer()).takesMissing).toBe(true);
    expect(make(new StandardScaler(), new SimpleImputer()).takesMissing).toBe(false);
    expect(make(new SimpleImputer({ missingValues: -1 })).takesMissing).toBe(false);
    expect(make().takesMissing).toBe(false);
  });

  test("fit leaves the constructor's steps as they are; steps tells the fitted ones", () => {
    const [scaler, tree] = [new StandardScaler(), new DecisionTreeClassifier()];
    const model = new Pipeline([scaler, tree]);
    expect(model.steps).toEqual([scaler, tree]);
    model.fit(X, y);
    expect(() => scaler.mean).toThrow(NotFittedError);
    expect(() => tree.depth).toThrow(NotFittedError);
    expect((model.steps[0] as StandardScaler).mean).toHaveLength(4);
  });

  test("a fit that its last step refuses leaves the fitted steps as they were", () => {
    const model = new Pipeline([new StandardScaler(), new DecisionTreeClassifier()]).fit(X, y);
    const before = throughJson(model.toState());
    const shifted = matrix(
      X.nRows,
      X.nColumns,
      X.data.map((x) => x + 1),
    );
    expect(() => model.fit(shifted, y.slice(1))).toThrow(DataError);
    expect(throughJson(model.toState())).toEqual(before);
  });

  test("sample weights reach every step, classes and seed the last", () => {
    const sampleWeight = y.map((_, i) => i % 3);
    const options = { sampleWeight, classes: [0, 1, 2, 9], seed: 5 };
    const model = new Pipeline([new StandardScaler(), new NearestMean()]).fit(X, y, options);
    expect((model.steps[0] as StandardScaler).mean).toEqual(
      new StandardScaler().fit(X, { sampleWeight }).mean,
    );
    expect(model.classes).toEqual([0, 1, 2, 9]);
  });

  test("encodes, scales and predicts with a user's own transformer, and comes back with its class", () => {
    const model = new Pipeline([
      new Doubling({ times: 3 }),
      new OneHotEncoder({ columns: [] }),
      new NearestMean(),
    ]);
    model.fit(X, y);
    const own = { Doubling, NearestMean };
    const copy = Pipeline.fromState(throughJson(model.toState()), own) as Classifier;
    expect(copy.predictProba(X)).toEqual(model.predictProba(X));
    expect(copy.toState()).toEqual(model.toState());
    expect(() => Pipeline.fromState(throughJson(model.toState()))).toThrow(
      /steps must have the name of a class for each step .*"Doubling"/,
    );
  });

  test("a pipeline may be the last step of another", () => {
    const inner = new Pipeline([new MinMaxScaler(), new NearestMean()]);
    const model = new Pipeline([new StandardScaler(), inner]).fit(X, y);
    const copy = Pipeline.fromState(throughJson(model.toState()), { NearestMean });
    expect(copy.predict(X)).toEqual(model.predict(X));
    expect(() => inner.predict(X)).toThrow(NotFittedError);
  });

  test("is cloned without what it learnt", () => {
    const model = new Pipeline([new StandardScaler(), new NearestMean({ minDeviation: 0.5 })]).fit(X, y);
    const clone = model.clone();
    expect(clone.getParams()).toEqual(model.getParams());
    expect(() => clone.predict(X)).toThrow(NotFittedError);
  });

  test("partialFit exists when every step has it, and learns as one fit where that is exact", () => {
    const withTree = new Pipeline([new StandardScaler(), new DecisionTreeClassifier()]);
    expect(withTree.partialFit).toBeUndefined();
    expect(new Pipeline([new SimpleImputer(), new NearestMean()]).partialFit).toBeUndefined();
    const scalers = new Pipeline([new StandardScaler(), new MinMaxScaler(), new NearestMean()]);
    scalers.partialFit!(X, y);
    expect(scalers.predict(X)).toEqual(scalers.clone().fit(X, y).predict(X));
  });

  test("a partialFit that the last step refuses leaves every step as it was", () => {
    const model = new Pipeline([new StandardScaler(), new NearestMean()]);
    model.partialFit!(X, y);
    const before = throughJson(model.toState());
    expect(() => model.partialFit!(X, y.slice(1))).toThrow(DataError);
    expect(throughJson(model.toState())).toEqual(before);
    model.partialFit!(X, y);
    expect(throughJson(model.toState())).not.toEqual(before);
  });

  test("refuses, by name, steps in the wrong order and steps that are none", () => {
    const tree = new DecisionTreeClassifier();
    const wrong = [[tree, tree], [new StandardScaler()], [null], [{ name: 3 }]];
    for (const steps of wrong) {
      const model = new Pipeline({ steps: steps as never });
      expect(() => model.fit(X, y as never)).toThrow(ParameterError);
      expect(() => model.fit(X, y as never)).toThrow(/^steps must /);
    }
  });

  test("refuses states of other steps, and a step that cannot come back", () => {
    const model = new Pipeline([new StandardScaler(), new NearestMean()]).fit(X, y);
    const [scaler, nearest] = model.steps.map((step) => step.toState());
    const before = model.toState();
    expect(() => model.adopt([scaler])).toThrow(/states of 2 steps.*got 1/);
    expect(() => model.adopt([nearest, scaler])).toThrow(
      /a state of a StandardScaler.*got one of "NearestMean"/,
    );
    expect(model.toState()).toEqual(before);
  });
});
