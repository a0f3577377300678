import * as z from "zod";
import { PATHS } from "../paths.ts";
import { AnswerError, RequestError } from "../errors/errors.ts";
import { TENSORS_TYPE } from "../tensors/tensor.ts";
import {
  JSON_TYPE,
  jsonBody,
  readAnswer,
  readRequest,
  type WireBody,
  type WireRequest,
} from "../wire-body.ts";
import { isTensors } from "./matrix-body.ts";
import { classes, count, finite, float64List, task } from "./numbers.ts";
import { quickGradient, quickRound } from "./quick-round.ts";
import {
  decodeVectorAnswer,
  decodeVectorRequest,
  encodeVector,
  type VectorDtype,
  type VectorMemory,
} from "./vector-body.ts";

/**
 * What a parameter server asks its SGD workers. On the wire an order lacks its `type`: the path says it. `parameters`,
 * `gradient` and `update` are `Float64Array`s here. There they are tensors, with the other fields as metadata, where both
 * sides take them: a worker says so in its description, and answers an order in the form in which it came. Otherwise all
 * is JSON, and vectors are lists of numbers.
 */

const computation = z.discriminatedUnion("mode", [
  z.object({ mode: z.literal("gradient"), batchSize: z.int().positive().nullable() }),
  z.object({
    mode: z.literal("local-epochs"),
    epochs: z.int().positive(),
    // 0 where the schedule `optimal` needs none.
    learningRate: z.number().nonnegative(),
    schedule: z.enum(["constant", "optimal", "invscaling", "adaptive"]).default("constant"),
    powerT: finite.default(0.25),
    // What a master of version 0.2.0 did not send has its meaning of then.
    penalty: z.enum(["l2", "l1", "elasticnet"]).nullable().default("l2"),
    alpha: z.number().nonnegative(),
    l1Ratio: z.number().min(0).max(1).default(0.15),
    batchSize: z.int().positive().default(32),
  }),
]);

const round = z.object({ fitId: z.string(), round: count, parameters: float64List });

const localEpochsRound = round.extend({ learningRate: z.number().positive().optional() });

/** The fields beside the vector. */
const roundFacts = localEpochsRound.omit({ parameters: true });

const linear = z.object({
  epsilon: z.number().nonnegative().optional(),
  quantile: z.number().gt(0).lt(1).optional(),
  fitIntercept: z.boolean().optional(),
});

export const parameterServerOrderSchemas = {
  describe: z.object({ moments: z.boolean(), classCounts: z.boolean().optional() }),
  prepare: z.object({
    fitId: z.string(),
    columns: z.array(z.string()),
    classes,
    scaling: z.object({ mean: z.array(finite), scale: z.array(finite) }).nullable(),
    seed: z.int(),
    computation,
    classWeights: z.array(z.number().nonnegative()).optional(),
    linear: linear.optional(),
    validationFraction: z.number().gt(0).lt(1).optional(),
  }),
  gradient: round,
  "local-epochs": localEpochsRound,
};

/** JSON has no word for infinity and NaN, so a loss that became one is told as text. */
const diverged = z.object({ diverged: z.string() });

/** Mean loss over the rows that a worker holds out, and how many these are. */
const validation = z.object({ loss: finite, nSamples: count }).optional();

const gradientAnswer = z.object({ gradient: float64List, loss: finite, nSamples: count, validation });
const updateAnswer = z.object({
  update: float64List,
  loss: finite.nullable(),
  nSamples: count.nullable(),
  validation,
});
const gradientFacts = gradientAnswer.omit({ gradient: true });
const updateFacts = updateAnswer.omit({ update: true });

export const parameterServerAnswerSchemas = {
  describe: z.object({
    task,
    loss: z.string().nullable(),
    model: z.string().optional(),
    columns: z.array(z.string()),
    nSamples: count.nullable(),
    classes,
    modes: z.array(z.enum(["gradient", "local-epochs"])),
    kernel: z.string(),
    /** Media types of rounds besides JSON. Missing in the descriptions of version 0.2.0: then none. */
    accepts: z.array(z.string()).optional(),
    moments: z.object({ mean: z.array(finite), m2: z.array(finite) }).optional(),
    classCounts: z.array(count).optional(),
  }),
  prepare: z.object({ prepare: z.literal("ok") }),
  gradient: z.union([gradientAnswer, diverged]),
  "local-epochs": z.union([updateAnswer, diverged]),
};

type OrderSchemas = typeof parameterServerOrderSchemas;
type AnswerSchemas = typeof parameterServerAnswerSchemas;
export type ParameterServerOrderType = keyof OrderSchemas;

/** Structurally the `ParameterServerOrder` of the distributed algorithm. */
export type ParameterServerOrderMessage = {
  [Type in ParameterServerOrderType]: { type: Type } & z.output<OrderSchemas[Type]>;
}[ParameterServerOrderType];

/** Structurally the `ParameterServerAnswer` of the distributed algorithm. */
export type ParameterServerAnswerMessage =
  | ({ type: "description" } & z.output<AnswerSchemas["describe"]>)
  | { type: "prepared" }
  | { type: "diverged"; loss: string }
  | ({ type: "gradient" } & Regular<z.output<AnswerSchemas["gradient"]>>)
  | ({ type: "update" } & Regular<z.output<AnswerSchemas["local-epochs"]>>);

type Regular<Answer> = Exclude<Answer, z.output<typeof diverged>>;

export const PARAMETER_SERVER_ORDER_PATHS: Readonly<Record<ParameterServerOrderType, string>> = {
  describe: PATHS.sgd.describe,
  prepare: PATHS.sgd.prepare,
  gradient: PATHS.sgd.gradient,
  "local-epochs": PATHS.sgd.localEpochs,
};

/** From so many numbers on, tensors are written and read sooner than JSON; see benchmarks/README.md. */
const LEAST_TENSOR_LENGTH = 128;

/** @param dtype of a long vector, as a tensor; `null`: all as JSON. */
export function encodeParameterServerOrder(
  order: ParameterServerOrderMessage,
  dtype: VectorDtype | null = null,
): WireRequest {
  const { type, ...fields } = order;
  return { method: "POST", path: PARAMETER_SERVER_ORDER_PATHS[type], ...orderBody(fields, dtype) };
}

function orderBody(fields: object, dtype: VectorDtype | null): WireBody {
  if (!hasParameters(fields)) return jsonBody(fields);
  const { parameters, ...facts } = fields;
  return dtype !== null && parameters.length >= LEAST_TENSOR_LENGTH
    ? encodeVector("parameters", parameters, dtype, facts)
    : jsonBody({ ...facts, parameters: Array.from(parameters) });
}

function hasParameters(fields: object): fields is { parameters: Float64Array } {
  return "parameters" in fields;
}

/**
 * @param type what the path says. @param memory for a vector that has to be converted.
 * @returns the order, and how its vector came: so the answer's shall go. `null`: as JSON.
 * @throws RequestError 422 with the place of every fault.
 */
export function decodeParameterServerOrder(
  type: ParameterServerOrderType,
  received: WireBody,
  memory?: VectorMemory,
): { order: ParameterServerOrderMessage; dtype: VectorDtype | null } {
  if (!isTensors(received)) return { order: decodeJsonOrder(type, received), dtype: null };
  if (type !== "gradient" && type !== "local-epochs") throw notTensors(type);
  const {
    vector: parameters,
    dtype,
    facts,
  } = decodeVectorRequest("parameters", roundFacts, received, memory);
  return { order: { type, ...facts, parameters }, dtype };
}

function notTensors(type: string): RequestError {
  return new RequestError(415, `Expected a body of ${JSON_TYPE} for ${type}, got ${TENSORS_TYPE}.`);
}

function decodeJsonOrder(type: ParameterServerOrderType, received: WireBody): ParameterServerOrderMessage {
  switch (type) {
    case "describe":
      return { type, ...readRequest(parameterServerOrderSchemas.describe, received, { moments: false }) };
    case "prepare":
      return { type, ...readRequest(parameterServerOrderSchemas.prepare, received) };
    case "gradient":
      return { type, ...(quickRound(received) ?? readRequest(round, received)) };
    case "local-epochs":
      return { type, ...(quickRound(received) ?? readRequest(localEpochsRound, received)) };
  }
}

/** @param dtype of the vector in it, as a tensor; `null`: as JSON. */
export function encodeParameterServerAnswer(
  answer: ParameterServerAnswerMessage,
  dtype: VectorDtype | null = null,
): WireBody {
  switch (answer.type) {
    case "diverged":
      return jsonBody({ diverged: answer.loss });
    case "prepared":
      return jsonBody({ prepare: "ok" });
    case "description":
      return jsonBody({ ...answer, type: undefined });
    case "gradient": {
      const { type, gradient, ...facts } = answer;
      return vectorBody(type, gradient, facts, dtype);
    }
    case "update": {
      const { type, update, ...facts } = answer;
      return vectorBody(type, update, facts, dtype);
    }
  }
}

function vectorBody(name: string, vector: Float64Array, facts: object, dtype: VectorDtype | null): WireBody {
  if (dtype === null) return jsonBody({ [name]: Array.from(vector), ...facts });
  return encodeVector(name, vector, dtype, { ...facts });
}

/**
 * @param type of the order that this answers.
 * @throws AnswerError that says what was expected where.
 */
export function decodeParameterServerAnswer(
  type: ParameterServerOrderType,
  received: WireBody,
  memory?: VectorMemory,
): ParameterServerAnswerMessage {
  const schemas = parameterServerAnswerSchemas;
  if (isTensors(received)) return decodeTensorAnswer(type, received, memory);
  switch (type) {
    case "describe":
      return { type: "description", ...readAnswer(schemas.describe, received) };
    case "prepare":
      readAnswer(schemas.prepare, received);
      return { type: "prepared" };
    case "gradient":
      return quickGradient(received) ?? typed("gradient", readAnswer(schemas.gradient, received));
    case "local-epochs":
      return typed("update", readAnswer(schemas["local-epochs"], received));
  }
}

function decodeTensorAnswer(
  type: ParameterServerOrderType,
  received: WireBody,
  memory?: VectorMemory,
): ParameterServerAnswerMessage {
  if (type === "gradient") {
    const { vector: gradient, facts } = decodeVectorAnswer("gradient", gradientFacts, received, memory);
    return { type: "gradient", gradient, ...facts };
  }
  if (type === "local-epochs") {
    const { vector: update, facts } = decodeVectorAnswer("update", updateFacts, received, memory);
    return { type: "update", update, ...facts };
  }
  throw new AnswerError(`The answer to ${type} should be ${JSON_TYPE}, got ${TENSORS_TYPE}.`);
}

function typed<Type extends string, Answer extends object>(
  type: Type,
  answer: Answer,
): ({ type: Type } & Regular<Answer>) | { type: "diverged"; loss: string } {
  if ("diverged" in answer) return { type: "diverged", loss: String(answer.diverged) };
  return { type, ...(answer as Regular<Answer>) };
}
