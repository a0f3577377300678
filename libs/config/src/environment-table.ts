import type { z } from "zod";
import { masterSchema, notes, programSchema, workerSchema } from "./variables.ts";

/** One row of the table of variables, as Markdown text. */
export interface VariableRow {
  variable: string;
  /** A value in backquotes, or in words what happens without one. */
  default: string;
  rule: string;
}

/** Every `CHIMERA_*` variable with its default and its rule, those a user meets first at the top. */
export function environmentTable(): VariableRow[] {
  const fields: Record<string, z.ZodType> = {
    ...masterSchema.shape,
    ...workerSchema.shape,
    ...programSchema.shape,
  };
  return Object.entries(fields).map(([variable, field]) => {
    const { shownDefault, rule } = notes.get(field)!;
    return { variable, default: shownDefault, rule };
  });
}
