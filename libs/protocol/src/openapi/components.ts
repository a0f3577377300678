import * as z from "zod";
import { errorBodySchema, validationBodySchema } from "../errors/error-bodies.ts";
import { stageAnswerSchemas, stageOrderSchemas } from "../messages/pipeline/index.ts";
import {
  learnerDescriptionSchema,
  modelFitAnswerSchema,
  modelFitRequestSchema,
} from "../messages/aggregation.ts";
import { fitAnswerSchema, fitRequestSchema } from "../messages/fit.ts";
import { dataSampleSchema, fitStepAnswerSchema, fitStepRequestSchema } from "../messages/fit-step.ts";
import { healthSchema } from "../messages/health.ts";
import { mergeAnswerSchemas, mergeFitRequestSchema } from "../messages/merge.ts";
import { parameterServerAnswerSchemas, parameterServerOrderSchemas } from "../messages/parameter-server.ts";
import { predictInputSchema, predictOutputSchema } from "../messages/predict.ts";

/** The schemas under the names by which the description refers to them. */
const NAMED: Readonly<Record<string, z.ZodType>> = {
  DataSample: dataSampleSchema,
  Error: errorBodySchema,
  FitAnswer: fitAnswerSchema,
  FitRequest: fitRequestSchema,
  FitStepAnswer: fitStepAnswerSchema,
  FitStepRequest: fitStepRequestSchema,
  GradientAnswer: parameterServerAnswerSchemas.gradient,
  Health: healthSchema,
  LearnerDescription: learnerDescriptionSchema,
  LocalEpochsOrder: parameterServerOrderSchemas["local-epochs"],
  MergeDescription: mergeAnswerSchemas.describe,
  MergeFitAnswer: mergeAnswerSchemas.fit,
  MergeFitRequest: mergeFitRequestSchema,
  ModelFitAnswer: modelFitAnswerSchema,
  ModelFitRequest: modelFitRequestSchema,
  PredictInput: predictInputSchema,
  PredictOutput: predictOutputSchema,
  PrepareAnswer: parameterServerAnswerSchemas.prepare,
  PrepareOrder: parameterServerOrderSchemas.prepare,
  RoundOrder: parameterServerOrderSchemas.gradient,
  SgdDescribeOrder: parameterServerOrderSchemas.describe,
  SgdDescription: parameterServerAnswerSchemas.describe,
  StageAbandonAnswer: stageAnswerSchemas.abandon,
  StageAbandonOrder: stageOrderSchemas.abandon,
  StageDescription: stageAnswerSchemas.describe,
  StageDivergedAnswer: stageAnswerSchemas.diverged,
  StageMeasureAnswer: stageAnswerSchemas.measure,
  StageMeasureOrder: stageOrderSchemas.measure,
  StageMessageAnswer: stageAnswerSchemas.message,
  StagePredictOrder: stageOrderSchemas.predict,
  StagePrepareAnswer: stageAnswerSchemas.prepare,
  StagePrepareOrder: stageOrderSchemas.prepare,
  StageTrainOrder: stageOrderSchemas.train,
  UpdateAnswer: parameterServerAnswerSchemas["local-epochs"],
  ValidationError: validationBodySchema,
};

const names = new Map(Object.entries(NAMED).map(([name, schema]) => [schema, name]));
const uriOf = (name: string): string => `#/components/schemas/${name}`;

/** @throws Error for a schema that has no name yet: a mistake in the table of routes. */
export function referenceTo(schema: z.ZodType): { $ref: string } {
  const name = names.get(schema);
  if (name === undefined)
    throw new Error("A route's schema is missing from the table of named schemas: add it.");
  return { $ref: uriOf(name) };
}

/** The JSON schemas that `references` point to, by name. */
export function componentSchemas(references: ReadonlySet<string>): Record<string, object> {
  const registry = z.registry<{ id: string }>();
  for (const [schema, id] of names) registry.add(schema, { id });
  // What a body may be is its input side: there, unknown fields are allowed and lists are plain lists.
  const { schemas } = z.toJSONSchema(registry, { uri: uriOf, io: "input", unrepresentable: "any" });
  const used = Object.entries(schemas).filter(([name]) => references.has(uriOf(name)));
  return Object.fromEntries(used.map(([name, { $schema: _, $id: __, ...schema }]) => [name, schema]));
}
