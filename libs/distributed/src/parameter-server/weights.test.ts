import { createRandom, encodeLabels, type Label } from "@chimera/algorithms";
import { describe, expect, test } from "vitest";
import type { RunEvent } from "../coordinator/coordinator.ts";
import { saturatingRegressor, softmaxClassifier } from "../testing/gradient-estimators.ts";
import { cut, madeData } from "../testing/made-data.ts";
import { modelSourceOf } from "./model-source.ts";
import { parameterServerParticipant } from "./participant.ts";
import { serialTraining, type SerialResult } from "./serial.ts";
import { resolveSettings, type ParameterServerOptions } from "./settings.ts";
import { fleetOf, relativeDifference, train, type WeightedData } from "./testing.ts";
import { ShardFeatures } from "./shard-features.ts";

const CLASSES: Label[] = ["a", "b", "c"];
const SIZES = [20, 90, 40];
const softmax = softmaxClassifier();
const source = modelSourceOf(softmax);
const data = madeData("classifier", 150, 3, CLASSES);
const codes = encodeLabels(data.y, CLASSES);
const counts = CLASSES.map((label) => data.y.filter((other) => other === label).length);
const balanced = codes.map((code) => 150 / (3 * counts[code]));
const random = createRandom(1);
const own = new Float64Array(150).map(() => 2 * random.next());

function weighted(): WeightedData[] {
  let start = 0;
  return cut(data, SIZES).map((shard) => {
    const end = start + shard.y.length;
    const sampleWeight = own.slice(start, end);
    start = end;
    return { ...shard, sampleWeight };
  });
}

const options = { standardize: true, maxIter: 40, learningRate: 0.5 } as const;

function serial(weights: Float64Array, change: ParameterServerOptions): SerialResult {
  const settings = resolveSettings(softmax, { ...options, ...change });
  return serialTraining(data, { settings, source, classes: CLASSES, sizes: SIZES, weights });
}

const reference = (weights: Float64Array): Float64Array => serial(weights, {}).parameters;

describe("weights of rows in the loss: distributed equals single-process", () => {
  test("balanced, counted over all shards", async () => {
    const { model } = await train(softmax, cut(data, SIZES), { ...options, classWeight: "balanced" });
    expect(relativeDifference(model.parameters, reference(balanced))).toBeLessThanOrEqual(1e-12);
  });

  test("given per class; a class that is not named weighs 1", async () => {
    const { model } = await train(softmax, cut(data, SIZES), { ...options, classWeight: { b: 3, c: 0 } });
    const weights = codes.map((code) => [1, 3, 0][code]);
    expect(relativeDifference(model.parameters, reference(weights))).toBeLessThanOrEqual(1e-12);
  });

  test("the rows' own, alone and times the class's, held out too", async () => {
    const alone = await train(softmax, weighted(), options);
    expect(relativeDifference(alone.model.parameters, reference(own))).toBeLessThanOrEqual(1e-12);
    const change = { classWeight: "balanced", earlyStopping: true, tol: 0.01, average: true } as const;
    const losses: number[] = [];
    const onEvent = (event: RunEvent): void => {
      if (event.type === "round-finished") losses.push(event.validationLoss!);
    };
    const both = await train(softmax, weighted(), { ...options, ...change, onEvent });
    const product = own.map((weight, i) => weight * balanced[i]);
    const { parameters, validationLosses } = serial(product, change);
    expect(relativeDifference(both.model.parameters, parameters)).toBeLessThanOrEqual(1e-12);
    expect(losses).toHaveLength(validationLosses.length);
    losses.forEach((loss, r) => expect(loss).toBeCloseTo(validationLosses[r], 12));
  });

  test("a weight of 2 is the row twice; 0 is the row left out (up to the mean over n)", async () => {
    const saturating = saturatingRegressor();
    const numbers = madeData("regressor", 60, 2);
    const sampleWeight = Float64Array.from({ length: 60 }, (_, i) => (i < 20 ? 2 : i < 40 ? 1 : 0));
    const copies = [...cut(numbers, [20, 20]), cut(numbers, [20])[0]];
    const rounds = { maxIter: 30, penalty: null, learningRate: 0.01 };
    const once = await train(saturating, [{ ...numbers, sampleWeight }], rounds);
    const twice = await train(saturating, copies, rounds);
    expect(relativeDifference(once.model.parameters, twice.model.parameters)).toBeLessThan(1e-12);
  });

  test("local epochs are weighted: a class of weight 0 is not learnt", async () => {
    const epochs = { ...options, mode: "local-epochs", learningRate: 0.1, maxIter: 10 } as const;
    const { model } = await train(softmax, cut(data, SIZES), { ...epochs, classWeight: { c: 0 } });
    expect(Array.from(model.model.predict(model.parameters, data.X))).not.toContain(2);
    const plain = await train(softmax, cut(data, SIZES), epochs);
    expect(Array.from(plain.model.model.predict(plain.model.parameters, data.X))).toContain(2);
  });
});

test("only counts travel, and only when they are asked for", () => {
  const y = ["b", "a", "b"];
  const participant = parameterServerParticipant({
    name: "w",
    source,
    columns: ["x0", "x1", "x2"],
    features: new ShardFeatures(cut(data, [3])[0].X),
    y,
  });
  expect(participant.answer({ type: "describe", moments: false, classCounts: true })).toMatchObject({
    classes: ["a", "b"],
    classCounts: [1, 2],
  });
  expect(participant.answer({ type: "describe", moments: false })).not.toHaveProperty("classCounts");
});

test("counts of shards whose labels read as numbers on one and as text on another", async () => {
  const [one, two] = cut(data, [75, 75]);
  const numbered = { ...one, y: one.y.map((_, i) => i % 2) };
  const named = { ...two, y: two.y.map((_, i) => (i % 3 === 0 ? "other" : "1")) };
  const { model } = await train(softmax, [numbered, named], { maxIter: 1, classWeight: "balanced" });
  expect(model.classes).toEqual(["0", "1", "other"]);
});

describe("refused", () => {
  test("a weight for a class that nobody has", async () => {
    await expect(train(softmax, [data], { classWeight: { d: 1 } })).rejects.toThrow(
      "classWeight gives a weight to d, which is no class of any shard: the classes are a, b, c.",
    );
  });

  test("a worker that does not tell its counts", async () => {
    const { transport } = fleetOf(softmax, [data]);
    const silent: typeof transport = {
      async deliver(to, order) {
        const delivery = await transport.deliver(to, order);
        return { ...delivery, answer: { ...delivery.answer, classCounts: undefined } as never };
      },
    };
    await expect(train(softmax, [data], { classWeight: { a: 2 }, transport: silent })).rejects.toThrow(
      "worker1 does not tell how many rows it has of each class, which classWeight needs",
    );
  });
});
