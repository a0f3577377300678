import type * as z from "zod";

/**
 * One fault of a request's body, in the form that chimera 0.1 answers (that of FastAPI and pydantic), e.g.
 * `{ type: "missing", loc: ["body", "weights"], msg: "Field required" }`.
 */
export interface ValidationDetail {
  type: string;
  /** `"body"`, then the way to the faulty place. */
  loc: (string | number)[];
  /** Says expected and got. */
  msg: string;
  /** What came; for a missing field the object that lacks it. Left out where it is large. */
  input?: unknown;
  ctx?: Record<string, unknown>;
}

/** Kinds of faults under pydantic's names, by what zod expected. */
const TYPE_NAMES: Readonly<Record<string, string>> = {
  array: "list_type",
  string: "string_type",
  number: "float_type",
  int: "int_type",
  boolean: "bool_type",
  object: "model_type",
};

const CODE_NAMES: Readonly<Record<string, string>> = {
  invalid_value: "literal_error",
  unrecognized_keys: "extra_forbidden",
  too_small: "too_small",
  too_big: "too_large",
};

/** Translates a zod issue about `body` into the recorded form. */
export function detailFromIssue(issue: z.core.$ZodIssue, body: unknown): ValidationDetail {
  const path = issue.path.map((key) => (typeof key === "symbol" ? String(key) : key));
  const loc = ["body", ...path];
  const input = valueAt(body, path);
  if (input === undefined) {
    return { type: "missing", loc, msg: "Field required", ...echo(valueAt(body, path.slice(0, -1)) ?? null) };
  }
  const type = issue.code === "invalid_type" ? TYPE_NAMES[issue.expected] : CODE_NAMES[issue.code];
  return { type: type ?? "value_error", loc, msg: issue.message, ...echo(input) };
}

function valueAt(body: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((value, key) => {
    const inside = typeof value === "object" && value !== null && Object.hasOwn(value, key);
    return inside ? (value as Record<string | number, unknown>)[key] : undefined;
  }, body);
}

/** Most values, and characters of one text, that are sent back: a faulty body of 20 MB is not repeated to its sender. */
const ECHO_VALUES = 50;
const ECHO_CHARACTERS = 200;

function echo(input: unknown): { input?: unknown } {
  return valuesIn(input, ECHO_VALUES) <= ECHO_VALUES ? { input } : {};
}

/** Counts the values in `input`, and neither counts nor descends further once there are more than `limit`. */
function valuesIn(input: unknown, limit: number): number {
  if (typeof input === "string") return input.length > ECHO_CHARACTERS ? limit + 1 : 1;
  if (typeof input !== "object" || input === null || limit < 1) return 1;
  let count = 1;
  for (const key in input) {
    count += valuesIn((input as Record<string, unknown>)[key], limit - count);
    if (count > limit) break;
  }
  return count;
}
