import * as z from "zod";

const HINT = "NaN and Infinity cannot travel in JSON; did the training diverge?";

/** A finite number; where JSON holds `null`, the sender had none. */
export const finite = z.number({
  error: ({ input }) => `Expected a finite number, got ${shown(input)}.${input === null ? ` ${HINT}` : ""}`,
});

/** A list of finite numbers on the wire, a `Float64Array` inside: checked by a loop, for it may be long. */
export const float64List = z
  .custom<number[]>(Array.isArray, "Expected a list of numbers.")
  .meta({ type: "array", items: { type: "number" } })
  .transform((values, context): Float64Array => {
    const result = new Float64Array(values.length);
    for (let i = 0; i < values.length; i++) {
      const value: unknown = values[i];
      if (typeof value === "number" && Number.isFinite(value)) result[i] = value;
      else {
        const message = `Expected a finite number, got ${shown(value)}.${value === null ? ` ${HINT}` : ""}`;
        context.issues.push({ code: "custom", path: [i], message, input: value });
        return z.NEVER;
      }
    }
    return result;
  });

function shown(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  return typeof value === "string" ? `the text ${JSON.stringify(value.slice(0, 40))}` : String(value);
}

/** The name of a class. */
export const label = z.union([z.string(), finite]);
/** The agreed classes, sorted; `null` for a regressor. */
export const classes = z.array(label).nullable();
export const task = z.enum(["classifier", "regressor"]);
export const count = z.int().nonnegative();
