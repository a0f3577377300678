import { checkedColumns } from "./columns.ts";
import { DatasetError } from "./dataset-error.ts";
import { featuresOf, type FeatureOptions, type Features } from "./features.ts";
import { parseNumericTable } from "./numeric-table.ts";
import { textStart } from "./read-bytes.ts";
import { parseTextTable } from "./text-table.ts";

export interface ParseOptions extends FeatureOptions {
  /** Sees the names of the columns before the cells are judged, and may throw. */
  checkColumns?: (columns: readonly string[]) => void;
}

/**
 * The features in a CSV that is in memory, as `readFeatures` reads them from a file.
 *
 * @param name what messages call it, in place of a file.
 * @throws DatasetError with line and column.
 */
export function parseFeatures(
  name: string,
  bytes: Uint8Array,
  { allowMissing = false, checkColumns }: ParseOptions = {},
): Features {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = textStart(text);
  if (start === undefined) {
    const cure = "Send the text in the encoding UTF-8.";
    throw new DatasetError({ file: name, expected: "UTF-8 text", got: "UTF-16 text", cure });
  }
  const content = text.subarray(start);
  const numeric = parseNumericTable((target, at) => content.copy(target, 0, at), allowMissing);
  if (numeric) {
    const columns = checkedColumns(name, numeric.header);
    checkColumns?.(columns);
    return { columns, X: numeric.X };
  }
  const table = parseTextTable(name, content);
  checkColumns?.(table.columns);
  return featuresOf(table, allowMissing);
}
