import { createRandom, hashSeed } from "@chimera/algorithms";
import { writeFileSync } from "node:fs";

/** How a cell is written. */
export type CellText = (value: number) => string;

/** As surveys have them: from 0.0 to 9.9, four bytes with the comma, so that 250,000 × 22 are 22 MB. */
export const oneDecimal: CellText = (value) => Math.min(9.9, Math.abs(2 * value)).toFixed(1);

/** As programs write what they have computed: all digits that a float64 needs, mostly 16 to 18. */
export const allDigits: CellText = String;

/** Writes a header x0, x1, … and rows of normal values; the same for the same seed. */
export function writeMadeCsv(path: string, nRows: number, nColumns: number, cell: CellText, seed = 0): void {
  const random = createRandom(hashSeed(seed, "made csv"));
  const header = Array.from({ length: nColumns }, (_, j) => `x${j}`);
  const rows = Array.from({ length: nRows }, () =>
    Array.from({ length: nColumns }, () => cell(random.normal())).join(","),
  );
  writeFileSync(path, `${[header.join(","), ...rows].join("\n")}\n`);
}
