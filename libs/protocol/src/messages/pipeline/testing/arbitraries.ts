import type { PipelineAnswer, PipelineOrder, PartState, TrainingPlan } from "@chimera/distributed";
import * as fc from "fast-check";

/** Finite numbers, for JSON has no others; and it has one zero only. */
export const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const positive = fc.double({ min: 1e-9, max: 1e9, noNaN: true });
const count = fc.nat();
const atLeastOne = fc.integer({ min: 1, max: 1000 });
export const text = fc.string({ unit: "binary", maxLength: 20 });
const name = fc.string({ minLength: 1, maxLength: 20 });
const names = fc.array(name, { minLength: 1, maxLength: 4 });
const classes = fc.option(fc.array(fc.oneof(text, number), { maxLength: 4 }));
const task = fc.constantFrom("classifier" as const, "regressor" as const);
const dtype = fc.constantFrom("float32" as const, "float64" as const);
const shape = fc.array(atLeastOne, { minLength: 1, maxLength: 3 });
const layer = fc.record(
  { type: name, units: atLeastOne, activation: name, body: fc.array(fc.record({ type: name })) },
  { requiredKeys: ["type"] },
);
const layers = fc.array(layer, { minLength: 1, maxLength: 4 });

/** Of every bit pattern: what travels as tensors may be NaN or infinite. */
const floats = fc.oneof(fc.float64Array({ maxLength: 9 }), fc.float32Array({ maxLength: 9 }));
const doubles = fc.float64Array({ maxLength: 9 });

/** A tensor with two axes. */
export const tensor = fc
  .tuple(fc.nat(4), fc.nat(3), fc.infiniteStream(fc.double()), fc.boolean())
  .map(([nRows, nColumns, values, isDouble]) => {
    const numbers = [...values.take(nRows * nColumns)];
    return {
      shape: [nRows, nColumns],
      data: isDouble ? new Float64Array(numbers) : new Float32Array(numbers),
    };
  });

const state: fc.Arbitrary<PartState> = fc.record({
  weights: fc.record({ parameters: floats, statistics: floats }),
  optimizer: fc.record({ step: count, buffers: fc.array(floats, { maxLength: 3 }) }),
});
const states = fc.array(state, { maxLength: 3 });

export const plan: fc.Arbitrary<TrainingPlan> = fc.record({
  inputShape: shape,
  layers,
  dtype,
  cut: fc.array(fc.tuple(count, count), { minLength: 1, maxLength: 4 }),
  grid: fc.record({ nReplicas: atLeastOne, nStages: atLeastOne, nRanks: atLeastOne, workers: names }),
  schedule: fc.constantFrom("naive" as const, "gpipe" as const, "1f1b" as const, "interleaved" as const),
  chunks: atLeastOne,
  microBatches: atLeastOne,
  batchSize: atLeastOne,
  shuffle: fc.boolean(),
  roundsPerEpoch: atLeastOne,
  loss: text,
  optimizer: fc.constantFrom("sgd", "momentum", "nesterov", "adam", "adamw", "rmsprop", "adagrad"),
  optimizerOptions: fc.record(
    { momentum: number, beta1: number, beta2: number, decay: number, epsilon: number, weightDecay: number },
    { requiredKeys: [] },
  ),
  stepSizes: fc.record({
    schedule: fc.constantFrom("constant", "invscaling", "step", "exponential", "cosine"),
    eta0: positive,
    nSteps: atLeastOne,
    warmupSteps: count,
    powerT: number,
    gamma: positive,
    decaySteps: positive,
    etaMin: positive,
  }),
  clipNorm: fc.option(positive),
  standardize: fc.constantFrom(true, false, "jointly" as const),
  seed: fc.integer(),
  columns: fc.array(text, { maxLength: 4 }),
  classes,
});

export const addresses = fc.dictionary(name, fc.webUrl(), { maxKeys: 3, noNullPrototype: true });

/** Every order but `describe`, whose `wait` is for the master's own transport. */
export const order: fc.Arbitrary<Exclude<PipelineOrder, { type: "describe" }>> = fc.oneof(
  fc.record({ type: fc.constant("measure"), inputShape: shape, layers, dtype, nExamples: atLeastOne }),
  fc.record({ type: fc.constant("prepare"), runId: name, plan }),
  fc.record({ type: fc.constant("prepare"), runId: name, plan, states }),
  fc.record({
    type: fc.constant("train"),
    runId: name,
    round: atLeastOne,
    from: count,
    to: count,
    keep: fc.boolean(),
  }),
  fc.record({ type: fc.constant("abandon"), runId: name, reason: text }),
  fc.record({ type: fc.constant("predict"), runId: name, id: text, nRows: count }),
  fc
    .record({ runId: name, id: text, nColumns: fc.nat(3), data: doubles })
    .map(({ runId, id, nColumns, data }) => {
      const nRows = nColumns === 0 ? 0 : Math.floor(data.length / nColumns);
      const X = { nRows, nColumns, data: data.slice(0, nRows * nColumns) };
      return { type: "predict" as const, runId, id, nRows, X };
    }),
);

const record = fc.record({
  step: count,
  type: fc.constantFrom("forward" as const, "backward" as const, "all-reduce" as const, "update" as const),
  microBatch: count,
  chunk: count,
  waitMs: number,
  start: number,
  computeMs: number,
  exchangeMs: number,
  sendMs: number,
  bytes: count,
  stored: count,
});

type Answers = { [Type in PipelineOrder["type"]]: fc.Arbitrary<PipelineAnswer> };

export const answers: Answers = {
  describe: fc.record({
    type: fc.constant("description" as const),
    name: text,
    task,
    columns: fc.array(text),
    nSamples: count,
    classes,
    fingerprint: text,
    kernel: text,
  }),
  measure: fc.record({ type: fc.constant("times" as const), milliseconds: fc.array(number) }),
  prepare: fc.constant({ type: "prepared" }),
  abandon: fc.constant({ type: "abandoned" }),
  predict: fc.record({ type: fc.constant("outputs" as const), outputs: tensor }, { requiredKeys: ["type"] }),
  train: fc.oneof(
    fc.record({ type: fc.constant("diverged" as const), step: count, what: text }),
    fc.record(
      {
        type: fc.constant("trained" as const),
        loss: fc.option(number),
        nRows: count,
        squaredUpdate: number,
        fingerprint: text,
        records: fc.array(record, { maxLength: 5 }),
        states,
        scaling: fc.record({ mean: doubles, scale: doubles }),
      },
      { requiredKeys: ["type", "loss", "nRows", "squaredUpdate", "fingerprint", "records"] },
    ),
  ),
};
