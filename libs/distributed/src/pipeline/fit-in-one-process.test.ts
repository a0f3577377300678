import { batchNorm, dense, dropout, matrix } from "@chimera/algorithms";
import { expect, test } from "vitest";
import { fitInOneProcess } from "./fit-in-one-process.ts";
import { resolvePipeline, type PipelineOptions } from "./settings.ts";
import { laboratory, RING_LAYERS, rings } from "./testing.ts";

const data = rings(50);
const base: PipelineOptions = { layers: RING_LAYERS, batchSize: 20, epochs: 3, microBatches: 2, seed: 5 };

test.each<[string, number, Partial<PipelineOptions>]>([
  ["three stages", 3, {}],
  ["two parts on each of two workers", 2, { schedule: "interleaved", chunks: 2 }],
  [
    "stages by hand, dropout, BatchNorm, joint scaling",
    2,
    {
      layers: [dense(8), batchNorm(), dropout(0.2), dense(2)],
      stages: [1, 3],
      standardize: "jointly",
    },
  ],
  ["two replicas of two stages", 4, { replicas: 2, stages: 2, standardize: false }],
])("learns the network of %s, bit for bit", async (_, nWorkers, more) => {
  const options = { ...base, ...more };
  const { model, training } = await laboratory(nWorkers, data).fit(options);
  const alone = fitInOneProcess(resolvePipeline("classifier", options), data);
  expect(alone.model).toEqual(model);
  expect(alone.losses).toHaveLength(3);
  expect(alone.losses[2]).toBeCloseTo(training.loss!, 12);
});

test("a network that is shared by two ranks, up to the order of sums", async () => {
  const options: PipelineOptions = {
    ...base,
    layers: [dense(8), dense(2)],
    tensorParallel: 2,
    dtype: "float64",
  };
  const { model } = await laboratory(2, data).fit(options);
  const { weights } = fitInOneProcess(resolvePipeline("classifier", options), data).model;
  const differences = weights.parameters.map((w, i) => Math.abs(w - model.weights.parameters[i]));
  expect(Math.max(...differences)).toBeLessThan(1e-12);
});

test("a regressor, with weights of the rows", async () => {
  const y = Float64Array.from({ length: 50 }, (_, i) => i % 7);
  const sampleWeight = y.map((value) => 1 + (value % 2));
  const options = { ...base, layers: [dense(4), dense(1)] };
  const { model } = await laboratory(2, { ...data, y, sampleWeight }, "regressor").fit(options);
  const settings = resolvePipeline("regressor", options);
  expect(fitInOneProcess(settings, { ...data, y, sampleWeight }).model).toEqual(model);
  expect(fitInOneProcess(settings, { ...data, y }).model.weights).not.toEqual(model.weights);
});

test("refuses what the data do not allow, as the master does", () => {
  const settings = resolvePipeline("classifier", base);
  expect(() => fitInOneProcess(settings, { ...data, X: matrix(0, 2), y: [] })).toThrow(
    /^microBatches must be at most the rows of a batch \(0 of 0 rows/,
  );
  const wide = resolvePipeline("classifier", { ...base, layers: [dense(3)] });
  expect(() => fitInOneProcess(wide, data)).toThrow(/^layer 0 \(dense\) must have 2 outputs/);
});
