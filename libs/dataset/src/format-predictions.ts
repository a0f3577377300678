import type { Label, Matrix } from "@chimera/algorithms";
import { formatTable } from "./format-table.ts";

/** Of n rows, as a master answers them. */
export interface Predictions {
  /** A regressor's n numbers. */
  values?: Float64Array;
  /** A classifier's n codes: row i's label is `classes[codes[i]]`. */
  codes?: Int32Array;
  /** n × K, where there are some, in the order of `classes`. */
  probabilities?: Matrix;
  /** `null` for a regressor. */
  classes: readonly Label[] | null;
}

/** Lines that are joined at once. */
const BLOCK = 4096;

/**
 * Predictions as CSV: a column `prediction` with numbers or labels, and `probability of …` for each class where there are
 * probabilities.
 */
export function formatPredictions({ values, codes, probabilities, classes }: Predictions): string {
  const names = probabilities && classes ? classes.map((label) => `probability of ${label}`) : [];
  const header = formatTable(["prediction", ...names], []);
  if (!codes || !classes) return header + linesOf(values!.length, (i) => String(values![i]));
  // Each label is quoted once, however often it comes.
  const cells = classes.map((label) => formatTable([String(label)], []).slice(0, -1));
  if (!probabilities) return header + linesOf(codes.length, (i) => cells[codes[i]]);
  const { nColumns: K, data } = probabilities;
  return (
    header + linesOf(codes.length, (i) => `${cells[codes[i]]},${data.subarray(i * K, (i + 1) * K).join(",")}`)
  );
}

/** Lines are joined block by block, so that no list of all of them is needed. */
function linesOf(nLines: number, line: (i: number) => string): string {
  let text = "";
  for (let first = 0; first < nLines; first += BLOCK) {
    const length = Math.min(BLOCK, nLines - first);
    text += `${Array.from({ length }, (_, i) => line(first + i)).join("\n")}\n`;
  }
  return text;
}
