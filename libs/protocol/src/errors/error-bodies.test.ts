import { describe, expect, it } from "vitest";
import * as z from "zod";
import { readRequest } from "../wire-body.ts";
import { errorBody, errorResponse, messageOfErrorBody, validationBodySchema } from "./error-bodies.ts";
import { RequestError } from "./errors.ts";

const conflict = new RequestError(409, "Nothing was fitted yet: call fit first.");

describe("error bodies", () => {
  it("carry status, message and the error's name", () => {
    expect(errorResponse(conflict)).toEqual({
      status: 409,
      body: {
        message: "Nothing was fitted yet: call fit first.",
        details: { errorCode: 409, errorMessage: "RequestError" },
      },
    });
  });

  it("are 500 for anything unforeseen, without a stack trace", () => {
    const { status, body } = errorResponse(new RangeError("Invalid array length"));
    expect(status).toBe(500);
    expect(body).toEqual(errorBody(500, "Invalid array length", "RangeError"));
    expect(errorResponse("thrown text").body).toEqual(errorBody(500, "thrown text", "Error"));
  });

  it("list the faults of a body that does not fit its schema", () => {
    const schema = z.object({ epochs: z.int(), modes: z.array(z.enum(["a", "b"])) });
    const read = (): unknown =>
      readRequest(schema, { contentType: "", body: '{"epochs":1.5,"modes":["a","c"]}' });
    const { status, body } = errorResponse(thrownBy(read));
    expect(status).toBe(422);
    expect(validationBodySchema.parse(body).detail).toMatchObject([
      { type: "int_type", loc: ["body", "epochs"], input: 1.5 },
      { type: "literal_error", loc: ["body", "modes", 1], input: "c" },
    ]);
  });

  it("say that an empty body is missing", () => {
    const error = thrownBy(() => readRequest(z.object({}), { contentType: "", body: "" })) as RequestError;
    expect(error.detail).toEqual([{ type: "missing", loc: ["body"], msg: "Field required", input: null }]);
  });

  it("name unknown fields where these are refused", () => {
    const schema = z.strictObject({ warmStart: z.boolean().optional() });
    const error = thrownBy(() => readRequest(schema, { contentType: "", body: '{"warmstart":true}' }));
    expect(error).toMatchObject({
      detail: [{ type: "extra_forbidden", msg: expect.stringContaining("warmstart") }],
    });
  });

  it("do not repeat large inputs to their sender", () => {
    const body = JSON.stringify({ rows: Array.from({ length: 1000 }, (_, i) => i) });
    const schema = z.object({ columns: z.array(z.string()), rows: z.string() });
    const error = thrownBy(() => readRequest(schema, { contentType: "", body })) as RequestError;
    expect(error.detail).toHaveLength(2);
    expect(error.detail!.every((fault) => !("input" in fault))).toBe(true);
  });

  it("neither repeat nor stumble over deeply nested inputs", () => {
    const depth = 100_000;
    const body = `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
    const schema = z.object({ columns: z.array(z.string()) });
    const error = thrownBy(() => readRequest(schema, { contentType: "", body })) as RequestError;
    expect(error.detail).toEqual([{ type: "missing", loc: ["body", "columns"], msg: "Field required" }]);
  });

  it("tell the first faults of very many", () => {
    const body = JSON.stringify({ columns: Array.from({ length: 1000 }, (_, i) => i) });
    const schema = z.object({ columns: z.array(z.string()) });
    const error = thrownBy(() => readRequest(schema, { contentType: "", body })) as RequestError;
    expect(error.detail).toHaveLength(20);
    expect(error.detail![0]).toMatchObject({ loc: ["body", "columns", 0], input: 0 });
  });
});

describe("messageOfErrorBody", () => {
  it("finds the sentence in both forms", () => {
    expect(messageOfErrorBody(errorResponse(conflict).body)).toBe("Nothing was fitted yet: call fit first.");
    const detail = [{ type: "missing", loc: ["body", "weights"], msg: "Field required" }];
    expect(messageOfErrorBody({ detail })).toBe("body.weights: Field required");
  });

  it("is null for anything else", () => {
    expect(messageOfErrorBody({ detail: "Not Found" })).toBeNull();
    expect(messageOfErrorBody(null)).toBeNull();
  });
});

function thrownBy(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error("Expected an error.");
}
