import Papa from "papaparse";

/** A table as CSV: the header, then a line for each row; cells are quoted where they have to be. */
export function formatTable(
  header: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  return `${Papa.unparse([header, ...rows] as (string | number)[][], { newline: "\n" })}\n`;
}
