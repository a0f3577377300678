import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type * as z from "zod";
import { modelFitAnswerSchema, modelFitRequestSchema } from "../messages/aggregation.ts";
import { errorBodySchema, messageOfErrorBody, validationBodySchema } from "../errors/error-bodies.ts";
import { RequestError } from "../errors/errors.ts";
import { fitDoneSchema, fitRequestSchema } from "../messages/fit.ts";
import {
  dataSampleSchema,
  decodeFitStepRequest,
  fitStepAnswerSchema,
  fitStepRequestSchema,
} from "../messages/fit-step.ts";
import { decodePredictInput, predictInputSchema, predictOutputSchema } from "../messages/predict.ts";
import { PATHS } from "../paths.ts";

/** Exchanges with the nodes of chimera 0.1, as they went over the wire. */
interface Exchange {
  node: string;
  note?: string;
  request: { method: string; path: string; body: unknown };
  response: { status: number; body: unknown };
}

const file = new URL("chimera-0.1-exchanges.json", import.meta.url);
const recorded = JSON.parse(readFileSync(file, "utf8")) as Record<string, { exchanges: Exchange[] }>;
const exchanges = Object.entries(recorded).flatMap(([task, { exchanges }]) =>
  exchanges.map((exchange) => ({
    task,
    ...exchange,
    title: `${task}: ${exchange.request.path} ${exchange.note ?? ""}`,
  })),
);

const schemas: Record<string, { request: z.ZodType | null; answer: z.ZodType }> = {
  [PATHS.sgd.requestDataSample]: { request: null, answer: dataSampleSchema },
  [PATHS.sgd.fitStep]: { request: fitStepRequestSchema, answer: fitStepAnswerSchema },
  [PATHS.parameterServer.fit]: { request: fitRequestSchema.nullable(), answer: fitDoneSchema },
  [PATHS.parameterServer.predict]: { request: predictInputSchema, answer: predictOutputSchema },
  [PATHS.aggregation.fit]: { request: fitRequestSchema.nullable(), answer: fitDoneSchema },
  [PATHS.aggregation.predict]: { request: predictInputSchema, answer: predictOutputSchema },
  [PATHS.model.fit]: { request: modelFitRequestSchema.nullable(), answer: modelFitAnswerSchema },
  [PATHS.model.predict]: { request: predictInputSchema, answer: predictOutputSchema },
};

describe("the recorded exchanges of chimera 0.1", () => {
  it("are all there", () => {
    expect(exchanges.length).toBe(34);
    expect(new Set(exchanges.map(({ request }) => request.path))).toEqual(new Set(Object.keys(schemas)));
  });

  it.each(exchanges.filter(({ response }) => response.status !== 422))(
    "fit: $title",
    ({ request, response }) => {
      const { request: requestSchema, answer } = schemas[request.path];
      if (requestSchema) expect(requestSchema.safeParse(request.body).error).toBeUndefined();
      const responseSchema = response.status === 200 ? answer : errorBodySchema;
      expect(responseSchema.safeParse(response.body).error).toBeUndefined();
    },
  );

  it.each(exchanges.filter(({ response }) => response.status === 500))("tell why: $title", ({ response }) => {
    expect(messageOfErrorBody(response.body)).toBe((response.body as { message: string }).message);
  });

  it.each(exchanges.filter(({ response }) => response.status === 422))(
    "are refused in the same words: $title",
    ({ request, response }) => {
      expect(validationBodySchema.safeParse(response.body).error).toBeUndefined();
      const body = typeof request.body === "string" ? request.body : JSON.stringify(request.body);
      const decode = request.path === PATHS.sgd.fitStep ? decodeFitStepRequest : decodePredictInput;
      const refused = refusalOf(() => decode({ contentType: "application/json", body }));
      expect(refused.status).toBe(422);
      const { detail } = response.body as { detail: unknown };
      expect(refused.detail).toEqual(detail);
    },
  );
});

function refusalOf(call: () => unknown): RequestError {
  try {
    call();
  } catch (error) {
    if (error instanceof RequestError) return error;
  }
  throw new Error("Expected a RequestError.");
}
