import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DataError, ParameterError } from "../errors.ts";
import { createLoss, lossNames, type LossName } from "../losses/losses.ts";
import { createRandom } from "../random/random.ts";
import { matrix, matrixFromRows, rowOf, takeRows, type Matrix } from "../tensor/matrix.ts";
import { LinearModel, rowsOfBlock } from "./linear-model.ts";
import { outputsOf } from "./model-options.ts";

fc.configureGlobal({ seed: 1 });

const regressor = (nFeatures: number) =>
  new LinearModel({ task: "regressor", loss: "squared_error", nFeatures, nOutputs: 1 });
const classifier = (nFeatures: number, nOutputs: number) =>
  new LinearModel({ task: "classifier", loss: "log_loss", nFeatures, nOutputs });

interface Problem {
  model: LinearModel;
  X: Matrix;
  y: Float64Array;
  parameters: Float64Array;
}

const ALL_LOSSES = [...lossNames("classifier"), ...lossNames("regressor")];

/** Scores stay small, so that e^p does. @param K classes; 1 for a regressor. */
function problem(n: number, d: number, loss: LossName, K: number, seed: number): Problem {
  const random = createRandom(seed);
  const { task } = createLoss(loss);
  const nOutputs = task === "regressor" ? 1 : outputsOf(loss, K);
  const model = new LinearModel({ task, loss, nFeatures: d, nOutputs });
  return {
    model,
    X: matrix(n, d, new Float64Array(n * d).map(random.normal)),
    y: new Float64Array(n).map(() => (task === "regressor" ? Math.abs(random.normal()) : random.integer(K))),
    parameters: new Float64Array(model.nParameters).map(() => random.normal() / Math.sqrt(d + 1)),
  };
}

/** The loss of a row and its derivatives by the scores, word for word. */
function lossOfRow({ model }: Problem, y: number, scores: Float64Array): { loss: number; slopes: number[] } {
  const spec = model.lossOfScores;
  if (spec.kind === "multinomial") {
    const sum = scores.reduce((total, p) => total + Math.exp(p), 0);
    const slopes = Array.from(scores, (p, k) => Math.exp(p) / sum - Number(k === y));
    return { loss: Math.log(sum) - scores[y], slopes };
  }
  const targets = Array.from(scores, (_, k) => {
    if (model.task === "regressor") return y;
    return y === (model.nOutputs === 1 ? 1 : k) ? 1 : -1;
  });
  const loss = targets.reduce((total, target, k) => total + spec.pointwise.value(target, scores[k]), 0);
  return { loss, slopes: targets.map((target, k) => spec.pointwise.derivative(target, scores[k])) };
}

/** The definition, word for word. */
function naive(p: Problem, rows: ArrayLike<number>, sampleWeight?: Float64Array) {
  const { model, X, y, parameters } = p;
  const { nOutputs: K, nFeatures: d } = model;
  const gradient = new Float64Array(model.nParameters);
  let sum = 0;
  for (const i of Array.from(rows)) {
    const x = rowOf(X, i);
    const scores = Float64Array.from({ length: K }, (_, k) =>
      x.reduce((score, value, j) => score + parameters[k * d + j] * value, parameters[K * d + k]),
    );
    const { loss, slopes } = lossOfRow(p, y[i], scores);
    const s = sampleWeight?.[i] ?? 1;
    sum += s * loss;
    slopes.forEach((slope, k) => {
      x.forEach((value, j) => (gradient[k * d + j] += s * slope * value));
      gradient[K * d + k] += s * slope;
    });
  }
  const n = Math.max(1, rows.length);
  return { loss: sum / n, gradient: gradient.map((g) => g / n) };
}

function expectClose(a: ArrayLike<number>, b: ArrayLike<number>): void {
  expect(a.length).toBe(b.length);
  for (let j = 0; j < a.length; j++) expect(Math.abs(a[j] - b[j])).toBeLessThan(1e-10 * (1 + Math.abs(b[j])));
}

const problems = fc
  .tuple(
    fc.integer({ min: 0, max: 30 }),
    fc.integer({ min: 0, max: 9 }),
    fc.constantFrom(...ALL_LOSSES),
    fc.integer({ min: 2, max: 4 }),
    fc.nat(),
  )
  .map(([n, d, loss, K, seed]) => problem(n, d, loss, K, seed));

describe("lossAndGradient", () => {
  test("is the definition, for any shape", () => {
    fc.assert(
      fc.property(problems, (p) => {
        const gradient = new Float64Array(p.model.nParameters).fill(7);
        const loss = p.model.lossAndGradient(p.parameters, p.X, p.y, gradient);
        const expected = naive(
          p,
          Int32Array.from({ length: p.X.nRows }, (_, i) => i),
        );
        expectClose([loss], [expected.loss]);
        expectClose(gradient, expected.gradient);
      }),
    );
  });

  test("over chosen rows it is that of those rows, repeats counted", () => {
    fc.assert(
      fc.property(problems, fc.array(fc.nat(), { maxLength: 40 }), (p, picks) => {
        const rows = Int32Array.from(p.X.nRows === 0 ? [] : picks.map((pick) => pick % p.X.nRows));
        const gradient = new Float64Array(p.model.nParameters);
        const loss = p.model.lossAndGradient(p.parameters, p.X, p.y, gradient, rows);
        const chosen = new Float64Array(p.model.nParameters);
        const y = Float64Array.from(rows, (row) => p.y[row]);
        expect(p.model.lossAndGradient(p.parameters, takeRows(p.X, rows), y, chosen)).toBe(loss);
        expect(chosen).toEqual(gradient);
        expectClose(gradient, naive(p, rows).gradient);
      }),
    );
  });

  test("sample weights multiply losses and gradients; the mean stays one over the number of rows", () => {
    fc.assert(
      fc.property(problems, (p) => {
        const rows = Int32Array.from({ length: p.X.nRows }, (_, i) => i).filter((i) => i % 3 !== 1);
        const weights = Float64Array.from({ length: p.X.nRows }, (_, i) => (i * 7) % 4);
        const gradient = new Float64Array(p.model.nParameters);
        const loss = p.model.lossAndGradient(p.parameters, p.X, p.y, gradient, rows, weights);
        const expected = naive(p, rows, weights);
        expectClose([loss], [expected.loss]);
        expectClose(gradient, expected.gradient);
      }),
    );
  });

  test("without an intercept the biases have no gradient", () => {
    const { X, y } = problem(20, 3, "log_loss", 3, 1);
    const model = new LinearModel({
      task: "classifier",
      loss: "softmax",
      nFeatures: 3,
      nOutputs: 3,
      fitIntercept: false,
    });
    const gradient = new Float64Array(12);
    model.lossAndGradient(new Float64Array(12), X, y, gradient);
    expect(gradient.subarray(9)).toEqual(new Float64Array(3));
    expect(gradient.subarray(0, 9).every((g) => g !== 0)).toBe(true);
  });

  test.each([-5, -1, 0, 1, 5])(
    "crosses the border of a block of rows (%i rows beside two blocks)",
    (beside) => {
      const d = 300;
      const p = problem(2 * rowsOfBlock(d) + beside, d, "log_loss", 3, 1);
      const gradient = new Float64Array(p.model.nParameters);
      p.model.lossAndGradient(p.parameters, p.X, p.y, gradient);
      expectClose(
        gradient,
        naive(
          p,
          Int32Array.from(p.y, (_, i) => i),
        ).gradient,
      );
    },
  );

  test.each([
    ...ALL_LOSSES.map((loss) => [loss, 2] as const),
    ["log_loss", 3] as const,
    ["softmax", 4] as const,
  ])("the gradient is the slope of the loss: %s, %i classes", (loss, K) => {
    const { model, X, y, parameters } = problem(17, 5, loss, K, 2);
    const gradient = new Float64Array(model.nParameters);
    const scratch = new Float64Array(model.nParameters);
    model.lossAndGradient(parameters, X, y, gradient);
    const h = 1e-5;
    for (let j = 0; j < model.nParameters; j++) {
      const at = (shift: number) =>
        model.lossAndGradient(
          parameters.map((value, i) => (i === j ? value + shift : value)),
          X,
          y,
          scratch,
        );
      expect(gradient[j]).toBeCloseTo((at(h) - at(-h)) / (2 * h), 7);
    }
  });

  test("no rows: loss 0 and gradient 0", () => {
    const gradient = new Float64Array(3).fill(5);
    expect(
      regressor(2).lossAndGradient(Float64Array.of(1, 2, 3), matrix(0, 2), new Float64Array(0), gradient),
    ).toBe(0);
    expect(gradient).toEqual(new Float64Array(3));
  });

  test("shapes that do not fit are refused", () => {
    const model = regressor(2);
    const X = matrix(4, 2);
    const [y, g] = [new Float64Array(4), new Float64Array(3)];
    expect(() => model.lossAndGradient(g, matrix(4, 3), y, g)).toThrow("Expected 2 columns in X, got 3.");
    expect(() => model.lossAndGradient(g, X, new Float64Array(3), g)).toThrow(DataError);
    expect(() => model.lossAndGradient(new Float64Array(2), X, y, g)).toThrow(DataError);
    expect(() => model.lossAndGradient(g, X, y, new Float64Array(4))).toThrow(DataError);
    expect(() => model.lossAndGradient(g, X, y, g, undefined, new Float64Array(3))).toThrow(/sampleWeight/);
  });
});

describe("predictions", () => {
  const X = matrixFromRows([
    [1, 2],
    [-3, 1],
    [0, 0],
  ]);

  test("a regressor answers w·x + b", () => {
    const model = regressor(2);
    expect(Array.from(model.predict(Float64Array.of(2, -1, 0.5), X))).toEqual([0.5, -6.5, 0.5]);
    expect(() => model.predictProba(Float64Array.of(2, -1, 0.5), X)).toThrow(ParameterError);
  });

  test("a regressor of counts answers e^p", () => {
    const model = new LinearModel({ task: "regressor", loss: "poisson", nFeatures: 2, nOutputs: 1 });
    const [first] = model.predict(Float64Array.of(2, -1, 0.5), X);
    expect(first).toBeCloseTo(Math.exp(0.5), 14);
  });

  test("softmax: probabilities of two classes and of one", () => {
    const two = new LinearModel({ task: "classifier", loss: "softmax", nFeatures: 2, nOutputs: 2 });
    const parameters = Float64Array.of(1, 0, 0, 1, 0, 0);
    expect(Array.from(two.predict(parameters, X))).toEqual([1, 1, 0]);
    expect(two.predictProba(parameters, X).data[1]).toBeCloseTo(1 / (1 + Math.exp(-1)), 14);
    const one = new LinearModel({
      task: "classifier",
      loss: "softmax",
      nFeatures: 2,
      nOutputs: 1,
      nClasses: 1,
    });
    expect(Array.from(one.predictProba(Float64Array.of(1, 2, 3), X).data)).toEqual([1, 1, 1]);
  });

  test("one class alone is always the answer", () => {
    const model = new LinearModel({
      task: "classifier",
      loss: "log_loss",
      nFeatures: 2,
      nOutputs: 1,
      nClasses: 1,
    });
    const parameters = Float64Array.of(1, 1, 1);
    expect(Array.from(model.predict(parameters, X))).toEqual([0, 0, 0]);
    expect(model.predictProba(parameters, X)).toEqual(matrix(3, 1, Float64Array.of(1, 1, 1)));
  });

  test("a hinge has no probabilities", () => {
    const model = new LinearModel({ task: "classifier", loss: "hinge", nFeatures: 2, nOutputs: 1 });
    expect(model.hasProbabilities).toBe(false);
    expect(() => model.predictProba(new Float64Array(3), X)).toThrow(
      /^loss must be one with probabilities .*"hinge"/,
    );
  });

  test("two classes: class 1 where the score is above 0, with the probability σ(p)", () => {
    const model = classifier(2, 1);
    const parameters = Float64Array.of(2, -1, 0);
    expect(Array.from(model.predict(parameters, X))).toEqual([0, 0, 0]);
    expect(Array.from(model.predict(Float64Array.of(2, -1, 0.1), X))).toEqual([1, 0, 1]);
    const probabilities = model.predictProba(parameters, X);
    expect([probabilities.nRows, probabilities.nColumns]).toEqual([3, 2]);
    expect(probabilities.data[3]).toBeCloseTo(1 / (1 + Math.exp(7)), 15);
    expect(probabilities.data[2] + probabilities.data[3]).toBeCloseTo(1, 15);
  });

  test("three classes: scores row by row, the largest wins, probabilities are normalised", () => {
    const model = classifier(2, 3);
    const parameters = Float64Array.of(1, 0, 0, 1, -1, -1, 0, 0, 0.5);
    expect(Array.from(model.decisionFunction(parameters, X).data)).toEqual([
      1, 2, -2.5, -3, 1, 2.5, 0, 0, 0.5,
    ]);
    expect(Array.from(model.predict(parameters, X))).toEqual([1, 2, 2]);
    const probabilities = model.predictProba(parameters, X);
    const sigma = (p: number) => 1 / (1 + Math.exp(-p));
    expect(probabilities.data[6]).toBeCloseTo(sigma(0) / (2 * sigma(0) + sigma(0.5)), 14);
    for (let i = 0; i < 3; i++) expect(rowOf(probabilities, i).reduce((a, b) => a + b)).toBeCloseTo(1, 14);
  });

  test("classes that all underflow are equally likely", () => {
    const model = classifier(1, 4);
    const probabilities = model.predictProba(new Float64Array(8).fill(-1000), matrixFromRows([[1]]));
    expect(Array.from(probabilities.data)).toEqual([0.25, 0.25, 0.25, 0.25]);
  });

  test("many rows are scored like few", () => {
    const { model, X, parameters } = problem(700, 3, "log_loss", 3, 4);
    const all = model.decisionFunction(parameters, X);
    for (const i of [0, 255, 256, 511, 512, 699]) {
      expectClose(rowOf(all, i), model.decisionFunction(parameters, takeRows(X, [i])).data);
    }
    expect(() => model.decisionFunction(parameters, matrix(1, 2))).toThrow(DataError);
  });
});

test.each([
  [{ nOutputs: 2 }, "nOutputs must be 1 for two classes, K for K > 2 classes, got 2."],
  [{ nOutputs: 0 }, "nOutputs must be an integer ≥ 1, got 0."],
  [{ nFeatures: 1.5 }, "nFeatures must be an integer ≥ 0, got 1.5."],
  [
    { loss: "squared_error" },
    'loss must be one of hinge, squared_hinge, log_loss, modified_huber, perceptron, softmax for a classifier, or an expression in y and p, got "squared_error": that one is for a regressor.',
  ],
  [
    { task: "regressor" as const },
    /^loss must be one of squared_error, .* got "log_loss": that one is for a classifier\.$/,
  ],
  [{ nClasses: 3 }, "nClasses must be a number of classes that has 1 outputs, got 3."],
  [{ fitIntercept: 1 as unknown as boolean }, "fitIntercept must be true or false, got 1."],
  [
    { task: "regressor" as const, loss: "squared_error", nOutputs: 3 },
    "nOutputs must be 1 for a regressor, got 3.",
  ],
  [{ task: "clusterer" as "regressor" }, 'task must be one of classifier, regressor, got "clusterer".'],
])("options that do not fit are refused: %o", (change, sentence) => {
  const good = { task: "classifier" as const, loss: "log_loss", nFeatures: 2, nOutputs: 1 };
  expect(() => new LinearModel({ ...good, ...change })).toThrow(sentence);
});
