import { describe, expect, it } from "vitest";
import { jsonBody } from "../wire-body.ts";
import { fitAnswer } from "../openapi/examples.ts";
import { decodeFitRequest, fitAnswerSchema, fitDoneSchema } from "./fit.ts";

describe("decodeFitRequest", () => {
  it("starts afresh unless asked", () => {
    expect(decodeFitRequest({ contentType: "", body: "" })).toEqual({ warmStart: false });
    expect(decodeFitRequest({ contentType: "", body: "null" })).toEqual({ warmStart: false });
    expect(decodeFitRequest(jsonBody({}))).toEqual({ warmStart: false });
    expect(decodeFitRequest(jsonBody({ warmStart: true }))).toEqual({ warmStart: true });
  });

  it.each([[{ warmStart: "yes" }], [{ warmstart: true }], [[]]])("refuses %j", (body) => {
    expect(() => decodeFitRequest(jsonBody(body))).toThrow();
  });
});

describe("the answer to a fit", () => {
  it("is one that clients of chimera 0.1 understand", () => {
    expect(fitAnswerSchema.safeParse(fitAnswer).error).toBeUndefined();
    expect(fitDoneSchema.parse(fitAnswer)).toEqual({ fit: "partial" });
  });

  it("may carry fields of a later version", () => {
    expect(fitAnswerSchema.safeParse({ ...fitAnswer, phases: [] }).success).toBe(true);
  });
});
