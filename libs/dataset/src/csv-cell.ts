import Papa from "papaparse";

/** A text as a cell of a CSV file: in quotes where a comma, a quote, a line break or a blank at an end asks for them. */
export function csvCell(text: string): string {
  return Papa.unparse([[text]]);
}
