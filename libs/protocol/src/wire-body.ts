import type * as z from "zod";
import { AnswerError, RequestError } from "./errors/errors.ts";
import { findJsonFault } from "./errors/json-fault.ts";
import type { ArrivingTensors } from "./tensors/decode.ts";
import { concatenate, type Parts } from "./tensors/parts.ts";
import { detailFromIssue } from "./errors/validation-detail.ts";

/** A body as it travels. The encoders make them, the decoders read them. */
export interface WireBody {
  /** Media type; empty when the sender said nothing, which is read as JSON. */
  contentType: string;
  body: Body;
  /** Of a large body of tensors that was received: it was read while it arrived. */
  arrived?: ArrivingTensors;
}

/** A body in one piece, or in several that follow each other. What was received is in one. */
export type Body = string | Uint8Array | Parts;

/** An order as an HTTP request; the worker's origin is the sender's business. */
export interface WireRequest extends WireBody {
  method: "POST";
  path: string;
}

export const JSON_TYPE = "application/json";
export const CSV_TYPE = "text/csv";

/** A content type without its parameters, in lower case. */
export function mediaTypeOf(contentType: string): string {
  return contentType.split(";", 1)[0].trim().toLowerCase();
}

export function jsonBody(value: unknown): WireBody {
  return { contentType: JSON_TYPE, body: JSON.stringify(value) };
}

const utf8 = new TextDecoder();

/** The body as text; bytes are read as UTF-8. */
export function textOf({ body }: WireBody): string {
  return typeof body === "string" ? body : utf8.decode(wholeOf(body));
}

/** Bytes in one piece. */
export function wholeOf(body: Exclude<Body, string>): Uint8Array {
  return body instanceof Uint8Array ? body : concatenate(body);
}

/**
 * A request's body as the schema makes it. An empty body is read as `whenEmpty`.
 *
 * @throws RequestError 422 with the list of faults.
 */
export function readRequest<Schema extends z.ZodType>(
  schema: Schema,
  received: WireBody,
  whenEmpty?: unknown,
): z.output<Schema> {
  const value = parseRequestJson(textOf(received), whenEmpty);
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.slice(0, MOST_FAULTS);
  throw new RequestError(
    422,
    describeIssues(issues),
    issues.map((issue) => detailFromIssue(issue, value)),
  );
}

/** Most faults that are told: a list of a million faulty items would be answered with a hundred megabytes. */
const MOST_FAULTS = 20;

function parseRequestJson(text: string, whenEmpty: unknown): unknown {
  if (text === "") return whenEmpty;
  try {
    return JSON.parse(text);
  } catch {
    const { offset, expecting } = findJsonFault(text) ?? {
      offset: text.length,
      expecting: "Expecting value",
    };
    throw new RequestError(422, `The body is no JSON: ${expecting} at character ${offset}.`, [
      {
        type: "json_invalid",
        loc: ["body", offset],
        msg: "JSON decode error",
        input: {},
        ctx: { error: expecting },
      },
    ]);
  }
}

/**
 * A node's answer as the schema makes it.
 *
 * @throws AnswerError that says what was expected where.
 */
export function readAnswer<Schema extends z.ZodType>(schema: Schema, received: WireBody): z.output<Schema> {
  const result = schema.safeParse(parseAnswerJson(textOf(received)));
  if (result.success) return result.data;
  throw new AnswerError(
    `The answer does not fit the protocol: ${describeIssues(result.error.issues.slice(0, MOST_FAULTS))}`,
  );
}

function parseAnswerJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const start = text.length > 60 ? `${text.slice(0, 60)}…` : text;
    throw new AnswerError(
      `The answer should be JSON, got ${start === "" ? "nothing" : JSON.stringify(start)}.`,
    );
  }
}

/** Where a body may have one of two forms, the first is the usual one: its faults are told. */
function describeIssues(all: readonly z.core.$ZodIssue[]): string {
  const issues = all.flatMap((issue) => {
    if (issue.code !== "invalid_union") return [issue];
    const [usual = [issue]] = issue.errors.map((form) =>
      form.map(({ path, ...inside }) => ({ ...inside, path: [...issue.path, ...path] })),
    );
    return usual;
  });
  return issues
    .map(({ path, message }) => (path.length > 0 ? `${placeOf(path)}: ${message}` : message))
    .join("; ");
}

/** E.g. `parameters[3]`. */
function placeOf(path: readonly PropertyKey[]): string {
  return path
    .map((key, i) => (typeof key === "number" ? `[${key}]` : i === 0 ? String(key) : `.${String(key)}`))
    .join("");
}
