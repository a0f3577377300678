import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { parseNumericTable, type NumericTable } from "./numeric-table.ts";
import { textStart } from "./read-bytes.ts";

/**
 * Reads a file by the fast path, `parseNumericTable`.
 *
 * @returns undefined for a file it cannot read, too: one that is missing, is no regular file (it could not be read
 *   twice), or is not UTF-8. `readBytes` says what is wrong.
 */
export function readNumericFile(path: string, allowMissing = false): NumericTable | undefined {
  const file = open(path);
  if (file === undefined) return undefined;
  try {
    if (!fstatSync(file).isFile()) return undefined;
    const head = Buffer.alloc(4);
    const start = textStart(head.subarray(0, readSync(file, head, 0, head.length, 0)));
    if (start === undefined) return undefined;
    return parseNumericTable(
      (target, position) => readSync(file, target, 0, target.length, start + position),
      allowMissing,
    );
  } finally {
    closeSync(file);
  }
}

function open(path: string): number | undefined {
  try {
    return openSync(path, "r");
  } catch {
    return undefined;
  }
}
