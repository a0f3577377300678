import type * as z from "zod";
import {
  learnerDescriptionSchema,
  modelFitAnswerSchema,
  modelFitRequestSchema,
} from "../messages/aggregation.ts";
import { fitAnswerSchema, fitRequestSchema } from "../messages/fit.ts";
import { dataSampleSchema, fitStepAnswerSchema, fitStepRequestSchema } from "../messages/fit-step.ts";
import { healthSchema, type NodeKind } from "../messages/health.ts";
import { mergeAnswerSchemas, mergeFitRequestSchema } from "../messages/merge.ts";
import { parameterServerAnswerSchemas, parameterServerOrderSchemas } from "../messages/parameter-server.ts";
import { predictInputSchema, predictOutputSchema } from "../messages/predict.ts";
import { stageAnswerSchemas, stageOrderSchemas } from "../messages/pipeline/index.ts";
import { PATHS } from "../paths.ts";
import * as examples from "./examples.ts";

/** A body: in JSON, with its schema and an example that the schema accepts, or in another form. */
export interface DocumentedBody {
  schema?: z.ZodType;
  example?: unknown;
  /** It may (without a schema: must) travel as tensors: these. */
  tensors?: string;
  /** It may also travel as CSV, as here. */
  csv?: string;
}

/** One line of the REST interface. */
export interface Route {
  method: "get" | "post";
  path: string;
  summary: string;
  request?: DocumentedBody & { required: boolean };
  /** Body of the 200 answer; `null` for any JSON object. */
  answer: DocumentedBody | null;
  /** Statuses of the errors it may answer. */
  errors: readonly ErrorStatus[];
}

export type ErrorStatus = 406 | 409 | 413 | 415 | 422 | 500;

const health: Route = {
  method: "get",
  path: PATHS.health,
  summary: "Whether this node listens, and what it is.",
  answer: { schema: healthSchema, example: examples.health },
  errors: [],
};

const openapi: Route = {
  method: "get",
  path: PATHS.openapi,
  summary: "This description.",
  answer: null,
  errors: [],
};

const predictBodies = {
  request: {
    schema: predictInputSchema,
    example: examples.predictInput,
    required: true,
    tensors: "X: n × d float64 or float32; metadata: columns, d names.",
    csv: examples.predictCsv,
  },
  answer: {
    schema: predictOutputSchema,
    example: examples.predictOutput,
    tensors:
      "values: n float64 of a regressor; codes: n int32, positions in the metadata's classes, and probabilities: n × K float64, of a classifier.",
    csv: examples.predictionCsv,
  },
  errors: [406, 409, 413, 415, 422, 500],
} as const;

function masterRoutes(paths: { fit: string; predict: string }, predictSummary: string): Route[] {
  return [
    health,
    openapi,
    {
      method: "post",
      path: paths.fit,
      summary: "Trains on the workers' rows. Answers when the fit has ended; 409 while another one runs.",
      request: { schema: fitRequestSchema, example: examples.fitRequest, required: false },
      answer: { schema: fitAnswerSchema, example: examples.fitAnswer },
      errors: [409, 413, 422, 500],
    },
    { method: "post", path: paths.predict, summary: predictSummary, ...predictBodies },
  ];
}

/** An order to a worker: our own nodes speak it among themselves. */
function order(
  path: string,
  summary: string,
  request: z.ZodType,
  body: unknown,
  answer: z.ZodType,
  reply: unknown,
): Route {
  return {
    method: "post",
    path,
    summary,
    request: { schema: request, example: body, required: true },
    answer: { schema: answer, example: reply },
    errors: [409, 413, 422, 500],
  };
}

const stage = { orders: stageOrderSchemas, answers: stageAnswerSchemas };
const orders = parameterServerOrderSchemas;
const answers = parameterServerAnswerSchemas;

/** What each kind of node serves, aliases apart. */
export const ROUTES: Readonly<Record<NodeKind, readonly Route[]>> = {
  "parameter-server-master": masterRoutes(
    PATHS.parameterServer,
    "Predictions of the trained model: class labels, or numbers of a regressor. 409 before the first fit.",
  ),
  "aggregation-master": masterRoutes(
    PATHS.aggregation,
    "Predictions of the workers' models together; with two classes the second one's probability. 409 before a fit.",
  ),
  "pipeline-master": [
    ...masterRoutes(
      PATHS.pipeline,
      "Predictions of the network, through its stages: class labels, or numbers of a regressor. 409 before the first fit.",
    ),
    {
      method: "get",
      path: PATHS.pipeline.network,
      summary: "The trained network in one file. 409 before the first fit.",
      answer: {
        tensors:
          "parameters and statistics: vectors; mean and scale of the features, where they are scaled; metadata: inputShape, layers, dtype, columns, classes, loss.",
      },
      errors: [409, 500],
    },
  ],
  "sgd-worker": [
    health,
    order(
      PATHS.sgd.describe,
      "What this worker has and can.",
      orders.describe,
      examples.sgdDescribe,
      answers.describe,
      examples.sgdDescription,
    ),
    order(
      PATHS.sgd.prepare,
      "Fixes what all workers agreed on.",
      orders.prepare,
      examples.prepare,
      answers.prepare,
      { prepare: "ok" },
    ),
    order(
      PATHS.sgd.gradient,
      "Mean gradient of the loss over this worker's rows.",
      orders.gradient,
      examples.round,
      answers.gradient,
      examples.gradient,
    ),
    order(
      PATHS.sgd.localEpochs,
      "Epochs of SGD over this worker's rows: parameters before − after.",
      orders["local-epochs"],
      examples.round,
      answers["local-epochs"],
      examples.update,
    ),
    {
      method: "get",
      path: PATHS.sgd.requestDataSample,
      summary: "A few rows of the shard (chimera 0.1).",
      answer: { schema: dataSampleSchema, example: examples.dataSample },
      errors: [500],
    },
    order(
      PATHS.sgd.fitStep,
      "One epoch from these parameters: before − after (chimera 0.1).",
      fitStepRequestSchema,
      examples.fitStep,
      fitStepAnswerSchema,
      examples.fitStepAnswer,
    ),
  ],
  "model-worker": [
    health,
    {
      method: "post",
      path: PATHS.model.describe,
      summary: "What this worker has and learns with.",
      answer: { schema: learnerDescriptionSchema, example: examples.learnerDescription },
      errors: [500],
    },
    {
      method: "post",
      path: PATHS.model.fit,
      summary: "Fits this worker's learner on its own rows.",
      request: { schema: modelFitRequestSchema, example: examples.modelFit, required: false },
      answer: { schema: modelFitAnswerSchema, example: examples.modelFitAnswer },
      errors: [409, 413, 422, 500],
    },
    {
      method: "post",
      path: PATHS.model.predict,
      summary: "This worker's own predictions. 409 before the first fit.",
      ...predictBodies,
    },
    {
      method: "post",
      path: PATHS.merge.describe,
      summary: "What this worker has and learns with, for a master that merges the workers' models.",
      answer: { schema: mergeAnswerSchemas.describe, example: examples.mergeDescription },
      errors: [500],
    },
    order(
      PATHS.merge.fit,
      "Fits one step of this worker's learner on its own rows, and answers what it learnt.",
      mergeFitRequestSchema,
      examples.mergeFit,
      mergeAnswerSchemas.fit,
      examples.mergeState,
    ),
  ],
  "stage-worker": [
    health,
    {
      method: "post",
      path: PATHS.stage.describe,
      summary: "What this worker's copy of the data set is.",
      answer: { schema: stage.answers.describe, example: examples.stageDescription },
      errors: [500],
    },
    order(
      PATHS.stage.measure,
      "How many ms each layer takes, forward and backward.",
      stage.orders.measure,
      examples.measure,
      stage.answers.measure,
      { milliseconds: [0.12, 0.04] },
    ),
    order(
      PATHS.stage.prepare,
      "Builds this worker's part of the network; as tensors, with weights to go on from.",
      stage.orders.prepare,
      examples.prepareStage,
      stage.answers.prepare,
      { prepare: "ok" },
    ),
    {
      method: "post",
      path: PATHS.stage.train,
      summary: "Does steps of training together with the other workers.",
      request: { schema: stage.orders.train, example: examples.train, required: true },
      answer: {
        tensors:
          "timeline: n × 10 float64, what was done when; with keep also the weights; metadata: loss, nRows, squaredUpdate, fingerprint. Where the loss is no longer finite: JSON.",
        schema: stage.answers.diverged,
        example: { diverged: "the loss became NaN", step: 12 },
      },
      errors: [409, 413, 422, 500],
    },
    order(
      PATHS.stage.abandon,
      "Leaves the steps that are under way: another worker failed.",
      stage.orders.abandon,
      { runId: "fit-1.1", reason: "worker2 failed." },
      stage.answers.abandon,
      { abandon: "ok" },
    ),
    {
      method: "post",
      path: PATHS.stage.predict,
      summary: "Takes rows through this worker's part; the first worker gets them as the tensor X.",
      request: {
        schema: stage.orders.predict,
        example: { runId: "fit-1.1", id: "1", nRows: 2 },
        required: true,
        tensors: "X: n × d float64; metadata: runId, id, nRows.",
      },
      answer: { tensors: "outputs: n × outputs, of the worker with the last part." },
      errors: [409, 413, 422, 500],
    },
    {
      method: "post",
      path: PATHS.stage.message,
      summary: "Brings a tensor of another worker: activations, gradients, or a part of a sum.",
      request: { tensors: "message; metadata: from, tag.", required: true },
      answer: { schema: stage.answers.message, example: { message: "ok" } },
      errors: [413, 422, 500],
    },
  ],
};
