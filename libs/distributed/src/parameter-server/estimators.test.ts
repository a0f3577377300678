import {
  columnMoments,
  DecisionTreeClassifier,
  encodeLabels,
  foldScaling,
  gradientDescent,
  LinearModel,
  MLPClassifier,
  MLPRegressor,
  ParameterError,
  scalingOf,
  standardize,
  type Label,
  type Task,
} from "@chimera/algorithms";
import { describe, expect, test } from "vitest";
import { saturatingRegressor, softmaxClassifier } from "../testing/gradient-estimators.ts";
import { cut, madeData } from "../testing/made-data.ts";
import { modelSourceOf, type GradientEstimator } from "./model-source.ts";
import { serialTraining, type SerialResult } from "./serial.ts";
import { resolveSettings, type ParameterServerOptions } from "./settings.ts";
import { predictWith, type TrainedModel } from "./trained-model.ts";
import { fleetOf, relativeDifference, train } from "./testing.ts";

const CLASSES = ["a", "b", "c"];
const SIZES = [30, 1, 149];
const softmax = softmaxClassifier();
const saturating = saturatingRegressor();
const threeClasses = madeData("classifier", 180, 4, CLASSES);
const numbers = madeData("regressor", 180, 4);

interface Case {
  what: Task | GradientEstimator;
  name: string;
  classes: Label[] | null;
}
const CASES: Case[] = [
  { what: softmax, name: "softmax regression", classes: CLASSES },
  { what: saturating, name: "a saturating curve", classes: null },
  { what: "classifier", name: "the linear model", classes: CLASSES },
  { what: new MLPClassifier({ hiddenLayerSizes: [5] }), name: "a multilayer perceptron", classes: CLASSES },
  {
    what: new MLPRegressor({ hiddenLayerSizes: [4, 3], activation: "tanh" }),
    name: "one of numbers",
    classes: null,
  },
];

function dataOf({ classes }: Case) {
  return classes === null ? numbers : threeClasses;
}

/** The single process on all rows, its parameters as the trained model has them. */
function serial(
  { what, classes }: Case,
  options: ParameterServerOptions,
  sizes: readonly number[],
): SerialResult {
  const settings = resolveSettings(what, { ...options, standardize: true });
  const source = modelSourceOf(what);
  const data = classes === null ? numbers : threeClasses;
  const result = serialTraining(data, { settings, source, classes, sizes });
  const model = source.modelOf({ nFeatures: 4, classes });
  if (!(model instanceof LinearModel)) return result;
  const scaling = scalingOf(columnMoments(data.X));
  return { ...result, parameters: foldScaling(result.parameters, model, scaling) };
}

const OPTIONS: ParameterServerOptions[] = [
  { optimizer: "sgd" },
  { optimizer: "momentum" },
  { optimizer: "adam" },
  { optimizer: "nesterov" },
  { optimizer: "adamw" },
  { optimizer: "rmsprop" },
  { optimizer: "adagrad" },
  { penalty: "l1", alpha: 0.02 },
  { penalty: "elasticnet", alpha: 0.05, l1Ratio: 0.4, optimizer: "adam" },
  { penalty: null, alpha: 7 },
  { average: true },
  { average: 20, optimizer: "momentum" },
  {
    earlyStopping: true,
    validationFraction: 0.3,
    tol: 1e-3,
    nIterNoChange: 3,
    learningRate: 0.5,
    maxIter: 300,
  },
  { earlyStopping: true, average: 5, penalty: "l1", alpha: 0.01, nIterNoChange: 2, tol: 0.01 },
];

describe.each(CASES)("distributed equals single-process: $name", (each) => {
  test.each(OPTIONS)("≤ 1e-12 over unequal shards, one of one row: %j", async (options) => {
    const given = { maxIter: 60, standardize: true, ...options };
    const { model, report } = await train(each.what, cut(dataOf(each), SIZES), given);
    const reference = serial(each, given, SIZES);
    expect(report).toMatchObject({ fit: "ok", iterations: reference.iterations });
    expect(relativeDifference(model.parameters, reference.parameters)).toBeLessThanOrEqual(1e-12);
  });

  test.each(OPTIONS)("one worker, bit for bit (the average up to rounding): %j", async (options) => {
    const given = { maxIter: 40, standardize: true, ...options };
    const { model } = await train(each.what, [dataOf(each)], given);
    const { parameters } = serial(each, given, [180]);
    if (options.average) expect(relativeDifference(model.parameters, parameters)).toBeLessThanOrEqual(1e-14);
    else expect(Array.from(model.parameters)).toEqual(Array.from(parameters));
  });
});

test("the plain loop of these tests is gradientDescent", () => {
  const options = { penalty: "elasticnet", alpha: 0.01, maxIter: 50, optimizer: "adam" } as const;
  const settings = resolveSettings(saturating, options);
  const model = saturating.gradient({ nFeatures: 4, classes: null });
  const X = standardize(numbers.X, scalingOf(columnMoments(numbers.X)));
  const initial = model.initialParameters!(0);
  const expected = gradientDescent(model, X, Float64Array.from(numbers.y as number[]), {
    ...settings,
    initial,
  });
  const { parameters } = serial({ what: saturating, name: "", classes: null }, options, [180]);
  expect(Array.from(parameters)).toEqual(Array.from(expected.parameters));
});

test("with an l1 penalty the gradient does not vanish at the optimum: its conditions hold instead", async () => {
  const options = {
    penalty: "l1",
    alpha: 0.05,
    standardize: true,
    learningRate: 0.5,
    maxIter: 2000,
  } as const;
  const { model: trained, report } = await train(softmax, cut(threeClasses, SIZES), {
    ...options,
    epsilon: 1e-6,
  });
  expect(report).toMatchObject({ converged: false, iterations: 2000 });
  const { model, parameters, scaling } = trained;
  const gradient = new Float64Array(model.nParameters);
  const y = encodeLabels(threeClasses.y, CLASSES);
  model.lossAndGradient(parameters, standardize(threeClasses.X, scaling!), y, gradient);
  const weights = parameters.subarray(0, model.nWeights);
  expect(weights.filter((w) => w === 0).length).toBeGreaterThan(2);
  expect(weights.filter((w) => w !== 0).length).toBeGreaterThan(2);
  weights.forEach((w, j) => {
    if (w === 0) expect(Math.abs(gradient[j])).toBeLessThanOrEqual(0.05);
    else expect(gradient[j]).toBeCloseTo(-0.05 * Math.sign(w), 8);
  });
});

describe("a model that is not linear", () => {
  const learnt = (trained: TrainedModel): number => {
    const predictions = predictWith(trained, threeClasses.columns, threeClasses.X);
    return predictions.filter((label, i) => label === threeClasses.y[i]).length / predictions.length;
  };

  test("keeps the standardisation beside its parameters and applies it at predict", async () => {
    const { model } = await train(softmax, cut(threeClasses, SIZES), { standardize: true, learningRate: 1 });
    const scaling = scalingOf(columnMoments(threeClasses.X));
    expect(model.scaling?.mean[1]).toBeCloseTo(scaling.mean[1], 12);
    const codes = model.model.predict(model.parameters, standardize(threeClasses.X, model.scaling!));
    const labels = Array.from(codes, (code) => CLASSES[code]);
    expect(predictWith(model, threeClasses.columns, threeClasses.X)).toEqual(labels);
    expect(learnt(model)).toBeGreaterThan(0.75);
  });

  test("starts where it says, by the seed", async () => {
    const start = async (seed: number): Promise<number[]> =>
      Array.from((await train(softmax, [threeClasses], { seed, maxIter: 1, epsilon: 1e9 })).model.parameters);
    const model = softmax.gradient({ nFeatures: 4, classes: CLASSES });
    expect(await start(3)).toEqual(Array.from(model.initialParameters!(3)));
    expect(await start(4)).not.toEqual(await start(3));
  });

  test("goes on from a warm start on the features as they were standardised then", async () => {
    const settings = { standardize: true, maxIter: 20 };
    const first = await train(softmax, cut(threeClasses, SIZES), settings);
    const second = await train(softmax, cut(threeClasses, SIZES), { ...settings, warmStart: first.model });
    const atOnce = await train(softmax, cut(threeClasses, SIZES), { ...settings, maxIter: 40 });
    expect(Array.from(second.model.parameters)).toEqual(Array.from(atOnce.model.parameters));
    const others = await train(softmax, [cut(threeClasses, SIZES)[2]], {
      ...settings,
      warmStart: first.model,
    });
    expect(others.model.scaling).toEqual(first.model.scaling);
  });

  test("a class that does not exist is told, not answered as undefined", async () => {
    const { model } = await train(softmax, [threeClasses], { maxIter: 1 });
    const broken = { ...model, model: { ...model.model, predict: () => Float64Array.of(7) } };
    expect(() => predictWith(broken, threeClasses.columns, threeClasses.X)).toThrow(
      "The model predicted class 7; expected a code 0…2.",
    );
  });
});

describe("master and workers that train different models are refused by name", () => {
  const refusal = (master: Task | GradientEstimator, worker: Task | GradientEstimator) =>
    train(master, [threeClasses], { transport: fleetOf(worker, [threeClasses]).transport });

  test("other parameters of the same estimator", async () => {
    await expect(refusal(softmax, softmaxClassifier({ scale: 2 }))).rejects.toThrow(
      'worker1 has the model SoftmaxClassifier {"scale":2}, the master SoftmaxClassifier {"scale":0.1}: ' +
        "give both the same model.",
    );
  });

  test("an estimator against the linear model", async () => {
    await expect(refusal("classifier", softmax)).rejects.toThrow(
      'worker1 has the model SoftmaxClassifier {"scale":0.1}, the master log_loss: give both the same model.',
    );
    await expect(refusal(softmax, "classifier")).rejects.toThrow(
      'worker1 has the model log_loss, the master SoftmaxClassifier {"scale":0.1}: give both the same model.',
    );
  });

  test("the order in which parameters were given does not matter", async () => {
    const turned = softmaxClassifier({ deep: { b: 1, a: 2 }, scale: 1 });
    const { report } = await train(softmaxClassifier({ scale: 1, deep: { a: 2, b: 1 } }), [threeClasses], {
      transport: fleetOf(turned, [threeClasses]).transport,
      maxIter: 1,
    });
    expect(report.fit).toBe("ok");
  });

  test("a worker that tells no model, as those of chimera 0.1", async () => {
    const { transport } = fleetOf("classifier", [threeClasses]);
    const silent: typeof transport = {
      async deliver(to, order) {
        const delivery = await transport.deliver(to, order);
        return { ...delivery, answer: { ...delivery.answer, loss: null } as never };
      },
    };
    await expect(train(softmax, [threeClasses], { transport: silent })).rejects.toThrow(
      "worker1 does not tell its model, as workers of chimera 0.1 do: it cannot train SoftmaxClassifier",
    );
  });
});

describe("what is no model for a parameter server is refused", () => {
  const any = (value: unknown): never => value as never;
  test.each([
    [
      "an estimator without gradient",
      () => modelSourceOf(any(new DecisionTreeClassifier())),
      'estimator must have the method gradient to be trained by a parameter server, got "DecisionTreeClassifier".',
    ],
    [
      "without getParams",
      () => modelSourceOf(any({ ...softmax, getParams: 1 })),
      "have the method getParams",
    ],
    [
      "without a name",
      () => modelSourceOf(any({ ...softmax, name: undefined })),
      "estimator must have a name",
    ],
    ["of no task", () => modelSourceOf({ ...softmax, task: any("ranker") }), "task must be one of"],
    ["neither task nor estimator", () => modelSourceOf(any(null)), "task must be one of"],
    ["with a loss", () => modelSourceOf(softmax, "log_loss"), "loss must be left out for SoftmaxClassifier"],
    [
      "a model of no parameters",
      () => modelSourceOf({ ...softmax, gradient: () => any({ nParameters: 0 }) }).modelOf(any({})),
      "nParameters of SoftmaxClassifier's model must be an integer ≥ 1, got 0.",
    ],
    [
      "a model of more weights than parameters",
      () =>
        modelSourceOf({ ...softmax, gradient: () => any({ nParameters: 1, nWeights: 2 }) }).modelOf(any({})),
      "nWeights of SoftmaxClassifier's model must be an integer 0…1, got 2.",
    ],
  ])("%s", (_, make, message) => {
    expect(make).toThrow(ParameterError);
    expect(make).toThrow(message);
  });

  test("a start of another length", async () => {
    const lame: GradientEstimator = {
      ...saturating,
      gradient: (shape) => ({
        ...saturating.gradient(shape),
        initialParameters: () => Float64Array.of(1, NaN),
      }),
    };
    await expect(train(lame, [numbers])).rejects.toThrow("Expected 6 finite initial parameters");
  });
});
