import { describe, expect, test } from "vitest";
import { ParameterError } from "../errors.ts";
import { matrix, matrixFromRows, takeRows } from "../tensor/matrix.ts";
import { createRandom } from "../random/random.ts";
import { dataSet } from "../testing/index.ts";
import { MLPClassifier, MLPRegressor } from "./index.ts";

/** Points around the corners of a square: no line tells one diagonal from the other. */
function exclusiveOr(n: number) {
  const random = createRandom(2);
  const X = matrix(n, 2);
  const y = Array.from({ length: n }, (_, i) => {
    const corner = [i & 1, (i >> 1) & 1];
    corner.forEach((c, j) => (X.data[2 * i + j] = 2 * c - 1 + 0.2 * random.normal()));
    return corner[0] === corner[1] ? "same" : "other";
  });
  return { X, y };
}

test("a hidden layer learns what no line can tell", () => {
  const { X, y } = exclusiveOr(200);
  const fit = (hiddenLayerSizes: number[]) =>
    new MLPClassifier({ hiddenLayerSizes, learningRateInit: 0.02, maxIter: 100 }).fit(X, y).score(X, y);
  expect(fit([8])).toBeGreaterThan(0.99);
  expect(fit([])).toBeLessThan(0.8);
});

test("float32 learns the same to its digits", () => {
  const { X, y } = exclusiveOr(100);
  const fit = (dtype: "float32" | "float64") =>
    new MLPClassifier({ hiddenLayerSizes: [8], maxIter: 20, dtype }).fit(X, y).predictProba(X).data;
  const [single, double] = [fit("float32"), fit("float64")];
  expect(Math.max(...single.map((p, i) => Math.abs(p - double[i])))).toBeLessThan(1e-4);
});

test("an activation may be an expression, once the parser is loaded", async () => {
  const { X, y } = exclusiveOr(100);
  const model = new MLPClassifier({ activation: "x / (1 + exp(-x))", learningRateInit: 0.02 });
  await model.ready();
  expect(model.fit(X, y).score(X, y)).toBeGreaterThan(0.98);
  const wrong = new MLPClassifier({ activation: "x / (1 + exp(-q))" });
  await expect(wrong.ready()).rejects.toThrow(/^activation must be one of .*unknown symbol q at column 15/);
});

test("coefs and intercepts are those of the layers: worked by hand", () => {
  const X = matrixFromRows([
    [1, 2],
    [-1, 0],
  ]);
  const model = new MLPRegressor({ hiddenLayerSizes: [2], maxIter: 3 }).fit(X, [1, 2]);
  const [[W1, W2], [b1, b2]] = [model.coefs, model.intercepts];
  expect([W1.nRows, W1.nColumns, W2.nRows, W2.nColumns]).toEqual([2, 2, 2, 1]);
  const hidden = [0, 1].map((j) => Math.max(0, W1.data[j] + 2 * W1.data[2 + j] + b1[j]));
  const answer = hidden[0] * W2.data[0] + hidden[1] * W2.data[1] + b2[0];
  expect(model.predict(X)[0]).toBeCloseTo(answer, 14);
});

describe("early stopping", () => {
  const { X, y } = dataSet("iris");
  const given = { hiddenLayerSizes: [10], earlyStopping: true, learningRateInit: 0.02, maxIter: 300 };
  const model = new MLPClassifier(given).fit(X, y);

  test("ends nIterNoChange epochs after the best score, and has a score for every epoch", () => {
    const scores = model.validationScores;
    expect(scores).toHaveLength(model.nIter);
    expect(model.nIter).toBeLessThan(300);
    expect(Math.max(...scores.slice(-11))).toBeLessThanOrEqual(Math.max(...scores.slice(0, -11)) + 1e-4);
  });

  test("keeps the weights of the best epoch", () => {
    const best = model.validationScores.indexOf(Math.max(...model.validationScores));
    const until = new MLPClassifier({ ...given, maxIter: best + 1 }).fit(X, y);
    expect(model.coefs).toEqual(until.coefs);
  });
});

test("a row of weight 2 counts as two", () => {
  const { X, y } = dataSet("diabetes");
  const some = Array.from({ length: 60 }, (_, i) => i);
  const twice = [...some, ...some.filter((i) => i % 3 === 0)];
  const target = (rows: number[]) => rows.map((i) => y[i] / 100);
  const scaled = matrix(
    X.nRows,
    X.nColumns,
    X.data.map((x) => x / 10),
  );
  // One linear layer and a penalty: its minimum is unique.
  const model = () =>
    new MLPRegressor({ solver: "lbfgs", hiddenLayerSizes: [], alpha: 60, maxIter: 500, tol: 1e-9 });
  const weighted = model().fit(takeRows(scaled, some), target(some), {
    sampleWeight: some.map((i) => (i % 3 === 0 ? 2 : 1)),
  });
  // The penalty is for so many rows: 80 of them have it weaker by 60 / 80.
  const repeated = new MLPRegressor({ ...weighted.getParams(), alpha: 80 }).fit(
    takeRows(scaled, twice),
    target(twice),
  );
  const [a, b] = [weighted, repeated].map((fitted) => fitted.predict(scaled));
  expect(Math.max(...a.map((value, i) => Math.abs(value - b[i])))).toBeLessThan(1e-5);
});

test("the parameters of a model are the weights first, then the biases, and start the same for a seed", () => {
  const model = new MLPClassifier({ hiddenLayerSizes: [3] }).gradient({
    nFeatures: 2,
    classes: ["a", "b", "c"],
  });
  expect([model.nWeights, model.nParameters]).toEqual([15, 21]);
  const theta = model.initialParameters(5);
  expect(theta).toEqual(model.initialParameters(5));
  expect(theta).not.toEqual(model.initialParameters(6));
  expect(theta.subarray(0, 15).every((w) => w !== 0)).toBe(true);
  expect(theta.subarray(15)).toEqual(new Float64Array(6));
});

test("gradient refuses what fit refuses of the architecture", () => {
  expect(() => new MLPRegressor({ hiddenLayerSizes: [0] }).gradient({ nFeatures: 2, classes: null })).toThrow(
    ParameterError,
  );
  expect(() => new MLPClassifier().gradient({ nFeatures: 2, classes: null })).toThrow(
    /^classes must be a list/,
  );
});

describe("layers, for a pipeline to cut", () => {
  const classes = ["a", "b", "c"];
  const typesOf = ({ layers }: { layers: readonly { config: object }[] }) =>
    layers.map(({ config }) => config);

  test("are the hidden ones, and one for the scores", () => {
    const parameters = { hiddenLayerSizes: [8, 4], activation: "logistic", dtype: "float32" } as const;
    const network = new MLPClassifier(parameters).layers({ nFeatures: 3, classes });
    const hidden = { type: "dense", activation: "sigmoid", initialiser: "glorot" };
    expect(typesOf(network)).toEqual([
      { ...hidden, units: 8 },
      { ...hidden, units: 4 },
      { type: "dense", units: 3 },
    ]);
    expect([network.inputShape, network.dtype]).toEqual([[3], "float32"]);
  });

  test("have one score for two classes, and for a regressor", () => {
    const two = new MLPClassifier().layers({ nFeatures: 2, classes: [0, 1] });
    expect(two.outputShape).toEqual([1]);
    expect(new MLPRegressor().layers({ nFeatures: 2, classes: null }).outputShape).toEqual([1]);
  });

  test.each([
    ["a classifier", () => new MLPClassifier({ hiddenLayerSizes: [5] }), classes],
    ["a regressor", () => new MLPRegressor({ hiddenLayerSizes: [5] }), null],
  ] as const)("of %s are the network that the parameter server trains", (_, make, of) => {
    const shape = { nFeatures: 3, classes: of };
    const [network, model] = [make().layers(shape), make().gradient(shape)];
    expect(network.toJSON()).toEqual(model.network.toJSON());
    const parameters = new Float64Array(model.nParameters);
    model.order.reorder(network.init(7).parameters, parameters);
    expect(parameters).toEqual(model.initialParameters(7));
  });

  test("refuse parameters and classes that do not fit", () => {
    expect(() => new MLPClassifier().layers({ nFeatures: 2, classes: null })).toThrow(
      "classes must be a list for a classifier",
    );
    expect(() => new MLPRegressor({ hiddenLayerSizes: [0] }).layers({ nFeatures: 2, classes: null })).toThrow(
      /^hiddenLayerSizes must be/,
    );
  });
});
