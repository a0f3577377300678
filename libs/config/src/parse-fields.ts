import type { z } from "zod";
import type { Fault } from "./faults.ts";
import type { Gathered } from "./sources.ts";
import { notes } from "./variables.ts";

/** Parses each variable by itself, so that one fault hides no other; the faulty ones are left out of the result. */
export function parseFields<Schema extends z.ZodObject>(
  schema: Schema,
  { values, sources }: Gathered,
  faults: Fault[],
): Partial<z.output<Schema>> {
  const settings: Record<string, unknown> = {};
  for (const [variable, field] of Object.entries(schema.shape) as [string, z.ZodType][]) {
    const parsed = field.safeParse(values.get(variable));
    if (parsed.success) settings[variable] = parsed.data;
    else faults.push(fieldFault(variable, field, parsed.error, { values, sources }));
  }
  return settings as Partial<z.output<Schema>>;
}

function fieldFault(variable: string, field: z.ZodType, error: z.ZodError, gathered: Gathered): Fault {
  const { rule, cure } = notes.get(field)!;
  const details = error.issues.map(detail).filter((text) => text !== undefined);
  return {
    variable,
    got: String(gathered.values.get(variable)),
    rule: details.length === 0 ? rule : `${rule}; but ${details.join("; ")}`,
    cure,
    source: gathered.sources.get(variable),
    at: error.issues.map(placeOf).find((place) => place !== undefined),
  };
}

/** What is wrong with one item, or with the whole where the rule alone does not say it. */
function detail(issue: z.core.$ZodIssue): string | undefined {
  const [index] = issue.path;
  if (typeof index === "number") return `item ${index + 1}: ${issue.message}`;
  const isTold = issue.code === "custom" || issue.code === "too_small";
  return isTold && issue.message !== "Invalid input" ? issue.message : undefined;
}

function placeOf(issue: z.core.$ZodIssue): number | undefined {
  const at: unknown = issue.code === "custom" ? issue.params?.at : undefined;
  return typeof at === "number" ? at : undefined;
}
