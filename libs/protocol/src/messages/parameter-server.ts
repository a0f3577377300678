import * as z from "zod";
import { PATHS } from "../paths.ts";
import { jsonBody, readAnswer, readRequest, type WireBody, type WireRequest } from "../wire-body.ts";
import { classes, count, finite, float64List, task } from "./numbers.ts";
import { quickGradient, quickRound } from "./quick-round.ts";

/**
 * What a parameter server asks its SGD workers, as JSON. On the wire an order lacks its `type`: the path says it.
 * `parameters`, `gradient` and `update` are lists of numbers there and `Float64Array`s here.
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
    moments: z.object({ mean: z.array(finite), m2: z.array(finite) }).optional(),
    classCounts: z.array(count).optional(),
  }),
  prepare: z.object({ prepare: z.literal("ok") }),
  gradient: z.union([
    z.object({ gradient: float64List, loss: finite, nSamples: count, validation }),
    diverged,
  ]),
  "local-epochs": z.union([
    z.object({ update: float64List, loss: finite.nullable(), nSamples: count.nullable(), validation }),
    diverged,
  ]),
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

export function encodeParameterServerOrder(order: ParameterServerOrderMessage): WireRequest {
  const { type, ...fields } = order;
  const body = "parameters" in fields ? { ...fields, parameters: Array.from(fields.parameters) } : fields;
  return { method: "POST", path: PARAMETER_SERVER_ORDER_PATHS[type], ...jsonBody(body) };
}

/**
 * @param type what the path says.
 * @throws RequestError 422 with the place of every fault.
 */
export function decodeParameterServerOrder(
  type: ParameterServerOrderType,
  received: WireBody,
): ParameterServerOrderMessage {
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

export function encodeParameterServerAnswer(answer: ParameterServerAnswerMessage): WireBody {
  const { type, ...fields } = answer;
  if (answer.type === "diverged") return jsonBody({ diverged: answer.loss });
  if (type === "prepared") return jsonBody({ prepare: "ok" });
  if ("gradient" in fields) return jsonBody({ ...fields, gradient: Array.from(fields.gradient) });
  if ("update" in fields) return jsonBody({ ...fields, update: Array.from(fields.update) });
  return jsonBody(fields);
}

/**
 * @param type of the order that this answers.
 * @throws AnswerError that says what was expected where.
 */
export function decodeParameterServerAnswer(
  type: ParameterServerOrderType,
  received: WireBody,
): ParameterServerAnswerMessage {
  const schemas = parameterServerAnswerSchemas;
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

function typed<Type extends string, Answer extends object>(
  type: Type,
  answer: Answer,
): ({ type: Type } & Regular<Answer>) | { type: "diverged"; loss: string } {
  if ("diverged" in answer) return { type: "diverged", loss: String(answer.diverged) };
  return { type, ...(answer as Regular<Answer>) };
}
