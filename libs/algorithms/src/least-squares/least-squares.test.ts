import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { relativeError } from "../../references/table.ts";
import { DataError } from "../errors.ts";
import type { PlainData } from "../estimator.ts";
import { createRandom } from "../random/random.ts";
import { matrix, matrixFromRows, takeRows, type Matrix } from "../tensor/matrix.ts";
import { Lasso, LinearRegression, Ridge } from "./index.ts";

const throughJson = (state: PlainData) => JSON.parse(JSON.stringify(state)) as PlainData;
const MODELS = [
  ["LinearRegression", () => new LinearRegression()],
  ["Ridge", () => new Ridge({ alpha: 0.3 })],
  ["LinearRegression without intercept", () => new LinearRegression({ fitIntercept: false })],
] as const;

/** Four independent columns, two of them around ±`offset`; the first is 0 in most rows. */
function made(n: number, offset = 1e6): { X: Matrix; y: number[] } {
  const random = createRandom(21);
  const X = matrix(n, 4);
  const y: number[] = [];
  for (let i = 0; i < n; i++) {
    const [a, b, c, d] = [random.integer(8) === 0 ? 1 : 0, random.normal(), random.normal(), random.normal()];
    X.data.set([a, offset + b, 3 * c, d - offset], 4 * i);
    y.push(2 * a - b + 0.5 * c + 3 * d + random.normal() + 40);
  }
  return { X, y };
}

const range = (start: number, end: number) => Array.from({ length: end - start }, (_, i) => start + i);

describe("worked examples", () => {
  const X = matrixFromRows([[0], [1], [2]]);

  test("the line through three points", () => {
    const model = new LinearRegression().fit(X, [1, 3, 5]);
    expect(relativeError([...model.coef, model.intercept], [2, 1])).toBeLessThan(1e-15);
    expect(model.predict(matrixFromRows([[10]]))[0]).toBeCloseTo(21, 13);
    expect(model.score(X, [1, 3, 5])).toBeCloseTo(1, 14);
  });

  test("ridge shrinks its slope by Σ x² / (Σ x² + α), and not its mean", () => {
    const model = new Ridge({ alpha: 2 }).fit(X, [1, 3, 5]);
    expect(relativeError([...model.coef, model.intercept], [1, 2])).toBeLessThan(1e-15);
  });

  test("equal columns share the coefficient, a constant one has none", () => {
    const doubled = matrixFromRows([0, 1, 2, 5].map((x) => [x, x, 7]));
    const model = new LinearRegression().fit(doubled, [1, 3, 5, 11]);
    expect(relativeError(model.coef, [1, 1, 0])).toBeLessThan(1e-14);
    expect(model.intercept).toBeCloseTo(1, 13);
  });

  test("what it hands out is a copy", () => {
    const model = new LinearRegression().fit(X, [1, 3, 5]);
    model.coef[0] = 99;
    expect(model.coef[0]).toBeCloseTo(2, 14);
  });
});

test("nearly dependent columns are solved on the rows, where XᵀX would have lost all digits", () => {
  // Columns t and t + δ u with δ = 10⁻⁷: the condition number of X is 10⁷, that of XᵀX 10¹⁴.
  const n = 64;
  const X = matrix(n, 2);
  const y: number[] = [];
  for (let i = 0; i < n; i++) {
    const [t, u] = [(i % 8) - 3.5, Math.floor(i / 8) - 3.5];
    X.data.set([t, t + 2 ** -23 * u], 2 * i);
    y.push(3 * t + 2 * 2 ** -23 * u);
  }
  // y = 1 · t + 2 · (t + δ u)
  const model = new LinearRegression().fit(X, y);
  expect(relativeError(model.coef, [1, 2])).toBeLessThan(1e-7);
});

test("NaN and infinity are refused by place, in the last row too, and behind a weight of 0", () => {
  for (const bad of [NaN, Infinity, -Infinity]) {
    const { X, y } = made(3000);
    X.data[4 * 2999 + 2] = bad;
    const place = `${bad} in row 2999, column 2`;
    const sampleWeight = y.map((_, i) => Number(i < 2000));
    expect(() => new Ridge().fit(X, y)).toThrow(place);
    expect(() => new LinearRegression({ fitIntercept: false }).fit(X, y)).toThrow(place);
    expect(() => new Ridge().fit(X, y, { sampleWeight })).toThrow(place);
  }
});

test("numbers whose squares are beyond float64 are refused", () => {
  const X = matrixFromRows([[1e200], [2e200], [4e200]]);
  for (const model of [new LinearRegression(), new Ridge(), new Lasso()]) {
    expect(() => model.fit(X, [1e200, 3e200, 1e200])).toThrow(/squares float64 can hold/);
  }
});

describe.each(MODELS)("merging: %s", (_, make) => {
  // Not centred, two columns around ±10⁶ would be one, but for their last six digits.
  const { X, y } = made(80, make().getParams().fitIntercept ? 1e6 : 1);
  const fitPart = (rows: number[], weights?: number[]) =>
    make().fit(
      takeRows(X, rows),
      rows.map((i) => y[i]),
      weights && { sampleWeight: rows.map((i) => weights[i]) },
    );

  test("equals the fit on all rows within 1e-9, whatever the cuts: parts of one row, and with constant columns", () => {
    const weights = y.map((_, i) => 1 + (i % 3));
    const whole = { plain: make().fit(X, y), weighted: make().fit(X, y, { sampleWeight: weights }) };
    const cuts = fc.array(fc.integer({ min: 1, max: 79 }), { maxLength: 8 });
    fc.assert(
      fc.property(cuts, fc.boolean(), (inner, isWeighted) => {
        const edges = [...new Set([0, 1, ...inner, 80])].sort((a, b) => a - b);
        const states = edges
          .slice(1)
          .map((end, i) => fitPart(range(edges[i], end), isWeighted ? weights : undefined).toState());
        const merged = make().merge(states.map(throughJson));
        const expected = isWeighted ? whole.weighted : whole.plain;
        expect(relativeError(merged.predict(X), expected.predict(X))).toBeLessThan(1e-9);
        expect(relativeError(merged.coef, expected.coef)).toBeLessThan(1e-9);
      }),
      { seed: 8, numRuns: 60 },
    );
  });

  test("a merged model merges on", () => {
    const states = [range(0, 20), range(20, 50), range(50, 80)].map((rows) => fitPart(rows).toState());
    const stepwise = make().merge([make().merge(states.slice(0, 2)).toState(), states[2]]);
    expect(relativeError(stepwise.predict(X), make().merge(states).predict(X))).toBeLessThan(1e-9);
  });

  test("no states, a state of another model, and other columns are refused, and leave the model as it was", () => {
    const model = fitPart(range(0, 40));
    const before = model.toState();
    const narrow = make().fit(matrixFromRows([[1], [2]]), [1, 2]);
    expect(() => model.merge([])).toThrow(DataError);
    expect(() => model.merge([before, narrow.toState()])).toThrow(/same columns/);
    expect(() => model.merge([{ ...before, name: "Lasso" }])).toThrow(/the name/);
    expect(() => model.merge([{ ...before, statistics: {} }])).toThrow(DataError);
    expect(model.toState()).toEqual(before);
  });
});

describe("merging where columns are dependent", () => {
  test.each([new LinearRegression(), new Ridge({ alpha: 1e-14 })])(
    "is the solution of least norm: %#",
    (model) => {
      const { X: four, y } = made(40);
      const X = matrixFromRows(
        range(0, 40).map((i) => {
          const [a, b, c] = four.data.slice(4 * i, 4 * i + 3);
          return [a, c, a + c / 1000, b - 1e6, 5];
        }),
      );
      const states = [range(0, 15), range(15, 40)].map((rows) =>
        new (model.constructor as typeof LinearRegression)(model.getParams())
          .fit(
            takeRows(X, rows),
            rows.map((i) => y[i]),
          )
          .toState(),
      );
      const whole = new LinearRegression().fit(X, y);
      expect(relativeError(model.merge(states).coef, whole.coef)).toBeLessThan(1e-7);
    },
  );
});

test("states of other parameters are not merged", () => {
  const X = matrix(3, 1, Float64Array.of(1, 2, 3));
  const other = new Ridge({ alpha: 5 }).fit(X, [1, 2, 4]).toState();
  expect(() => new Ridge({ alpha: 1 }).merge([other])).toThrow(
    /parameters .*"alpha":1.* in part 0, got .*"alpha":5/,
  );
});
