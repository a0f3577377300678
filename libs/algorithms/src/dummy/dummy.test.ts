import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cutRows, serialAndMerged } from "../contract/parts.ts";
import { relativeError } from "../testing/index.ts";
import { matrix } from "../tensor/matrix.ts";
import { DummyClassifier, DummyRegressor } from "./index.ts";

fc.configureGlobal({ seed: 1 });

const shareOf = (labels: readonly unknown[], label: unknown) =>
  labels.filter((each) => each === label).length / labels.length;

describe("DummyClassifier", () => {
  const X = matrix(10, 1);
  const y = ["a", "b", "b", "b", "b", "b", "b", "c", "c", "c"];
  const many = matrix(20_000, 1);

  test("prior: the shares, and the most frequent class", () => {
    const model = new DummyClassifier().fit(X, y);
    expect(Array.from(model.predictProba(matrix(2, 1)).data)).toEqual([0.1, 0.6, 0.3, 0.1, 0.6, 0.3]);
    expect(model.predict(matrix(2, 1))).toEqual(["b", "b"]);
  });

  test("stratified: classes as often as their shares, never one without rows", () => {
    const model = new DummyClassifier({ strategy: "stratified" }).fit(X, y, {
      classes: ["A", "a", "b", "c", "d"],
    });
    const labels = model.predict(many);
    expect(shareOf(labels, "b")).toBeCloseTo(0.6, 2);
    expect(shareOf(labels, "a") + shareOf(labels, "b") + shareOf(labels, "c")).toBe(1);
    expect(model.predict(many)).toEqual(labels);
  });

  test("uniform: all classes alike; another seed draws others", () => {
    const model = new DummyClassifier({ strategy: "uniform" }).fit(X, y);
    const labels = model.predict(many);
    for (const label of ["a", "b", "c"]) expect(shareOf(labels, label)).toBeCloseTo(1 / 3, 1);
    expect(new Set(model.predictProba(many).data)).toEqual(new Set([1 / 3]));
    expect(model.fit(X, y, { seed: 1 }).predict(many)).not.toEqual(labels);
  });

  test("constant: the given class, in a state and back", () => {
    const model = new DummyClassifier({ strategy: "constant", constant: "c" }).fit(X, y);
    expect(model.predict(matrix(1, 1))).toEqual(["c"]);
    expect(DummyClassifier.fromState(model.toState()).predict(matrix(1, 1))).toEqual(["c"]);
    const other = { ...model.toState(), classes: ["a", "b", "d"] };
    expect(() => DummyClassifier.fromState(other)).toThrow(/constant must be one of the classes/);
  });

  test.each(["prior", "most_frequent", "stratified", "uniform"] as const)(
    "%s: merged from any parts, it is the model of all rows",
    (strategy) => {
      fc.assert(
        fc.property(cutRows, fc.boolean(), (rows, isWeighted) => {
          const { serial, merged } = serialAndMerged(
            () => new DummyClassifier({ strategy }),
            rows,
            isWeighted,
          );
          const [proba, expected] = [merged, serial].map((model) => model.predictProba(rows.X).data);
          expect(relativeError(proba, expected)).toBeLessThan(1e-12);
        }),
      );
    },
  );
});

describe("DummyRegressor", () => {
  const X = matrix(4, 1);
  const answer = (parameters: object, y: number[], sampleWeight?: number[]) =>
    new DummyRegressor(parameters).fit(X, y, { sampleWeight }).predict(matrix(1, 1))[0];

  test("mean, median, quantile, constant", () => {
    expect(answer({}, [1, 2, 3, 10])).toBe(4);
    expect(answer({ strategy: "median" }, [1, 2, 3, 10])).toBe(2.5);
    expect(answer({ strategy: "quantile", quantile: 0.9 }, [1, 2, 3, 10])).toBeCloseTo(7.9, 12);
    expect(answer({ strategy: "constant", constant: -1 }, [1, 2, 3, 10])).toBe(-1);
  });

  test("equal targets have exactly their own mean", () => {
    expect(answer({}, [0.1, 0.1, 0.1, 0.1], [1, 2, 3, 0.7])).toBe(0.1);
  });

  test.each([{}, { strategy: "constant" as const, constant: 3 }])(
    "%j: merged from any parts, it is the model of all rows",
    (parameters) => {
      fc.assert(
        fc.property(cutRows, fc.boolean(), (rows, isWeighted) => {
          const { serial, merged } = serialAndMerged(() => new DummyRegressor(parameters), rows, isWeighted);
          const [values, expected] = [merged, serial].map((model) => model.predict(rows.X));
          expect(relativeError(values, expected, 1)).toBeLessThan(1e-12);
        }),
      );
    },
  );

  test("median and quantile cannot be merged", () => {
    const model = new DummyRegressor({ strategy: "median" }).fit(X, [1, 2, 3, 4]);
    expect(() => model.merge([model.toState()])).toThrow(
      'strategy must be mean or constant to merge models, got "median".',
    );
  });
});
