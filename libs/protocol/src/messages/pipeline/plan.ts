import * as z from "zod";
import { classes, count } from "../numbers.ts";

const shape = z.array(z.int().positive());
const layers = z.array(z.looseObject({ type: z.string() })).min(1);
const dtype = z.enum(["float32", "float64"]);

/** Structurally the `TrainingPlan` of the distributed algorithm; what only the learner can check, it checks. */
export const planSchema = z.object({
  inputShape: shape,
  layers,
  dtype,
  cut: z.array(z.tuple([count, count])).min(1),
  grid: z.object({
    nReplicas: z.int().positive(),
    nStages: z.int().positive(),
    nRanks: z.int().positive(),
    workers: z.array(z.string()).min(1),
  }),
  schedule: z.enum(["naive", "gpipe", "1f1b", "interleaved"]),
  chunks: z.int().positive(),
  microBatches: z.int().positive(),
  batchSize: z.int().positive(),
  shuffle: z.boolean(),
  roundsPerEpoch: z.int().positive(),
  loss: z.string(),
  optimizer: z.enum(["sgd", "momentum", "nesterov", "adam", "adamw", "rmsprop", "adagrad"]),
  optimizerOptions: z.object({
    momentum: z.number().optional(),
    beta1: z.number().optional(),
    beta2: z.number().optional(),
    decay: z.number().optional(),
    epsilon: z.number().optional(),
    weightDecay: z.number().optional(),
  }),
  stepSizes: z.object({
    schedule: z.enum(["constant", "invscaling", "step", "exponential", "cosine"]),
    eta0: z.number().positive(),
    nSteps: z.int().positive(),
    warmupSteps: count,
    powerT: z.number(),
    gamma: z.number().positive(),
    decaySteps: z.number().positive(),
    etaMin: z.number().nonnegative(),
  }),
  clipNorm: z.number().positive().nullable(),
  standardize: z.union([z.boolean(), z.literal("jointly")]),
  seed: z.int(),
  columns: z.array(z.string()),
  classes,
});

export const measureSchema = z.object({ inputShape: shape, layers, dtype, nExamples: z.int().positive() });
