import * as z from "zod";
import { RequestError } from "./errors.ts";
import type { ValidationDetail } from "./validation-detail.ts";

/** Body of a failure, in the shape of chimera 0.1. */
export const errorBodySchema = z.object({
  /** A sentence: expected, got, do this. */
  message: z.string(),
  details: z.object({
    /** The HTTP status again. */
    errorCode: z.int(),
    /** The name of the error's class. */
    errorMessage: z.string(),
  }),
});
export type ErrorBody = z.output<typeof errorBodySchema>;

/** Body of a 422: where the request's body does not fit its schema. */
export const validationBodySchema = z.object({
  detail: z.array(
    z.object({
      type: z.string(),
      loc: z.array(z.union([z.string(), z.number()])),
      msg: z.string(),
      input: z.unknown().optional(),
      ctx: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
});
export type ValidationBody = { detail: ValidationDetail[] };

/** @param errorName the error's class, e.g. `CoordinationError`. */
export function errorBody(status: number, message: string, errorName: string): ErrorBody {
  return { message, details: { errorCode: status, errorMessage: errorName } };
}

/** What a node answers when handling a request threw: a `RequestError` its own status, anything else 500. */
export function errorResponse(error: unknown): { status: number; body: ErrorBody | ValidationBody } {
  if (error instanceof RequestError) {
    const { status, message, name, detail } = error;
    return { status, body: detail ? { detail } : errorBody(status, message, name) };
  }
  const { message, name } = error instanceof Error ? error : new Error(String(error));
  return { status: 500, body: errorBody(500, message, name) };
}

/** The sentence inside an error body of either form, or `null` when `body` is neither. */
export function messageOfErrorBody(body: unknown): string | null {
  const failure = errorBodySchema.safeParse(body);
  if (failure.success) return failure.data.message;
  const invalid = validationBodySchema.safeParse(body);
  if (!invalid.success) return null;
  return invalid.data.detail.map(({ loc, msg }) => `${loc.join(".")}: ${msg}`).join("; ");
}
