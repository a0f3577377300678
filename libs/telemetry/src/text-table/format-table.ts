/**
 * A text table, columns two spaces apart: the first `nTexts` of them flush left, the others, numbers, flush right.
 *
 * @param rows as many cells in each as there are headings
 */
export function formatTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  nTexts: number,
): string {
  const table = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  const formatRow = (row: readonly string[]) =>
    row
      .map((cell, column) =>
        column < nTexts ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
      )
      .join("  ");
  return table.map(formatRow).join("\n");
}
