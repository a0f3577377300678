import type { TimeRow } from "./summarize-times.ts";

const HEADINGS = ["node", "endpoint", "count", "mean ms", "p50 ms", "p95 ms", "max ms"];
/** Columns of text are flush left, numbers flush right. */
const TEXT_COLUMNS = 2;

/** The rows as a text table with headings, columns two spaces apart. */
export function formatTimes(rows: readonly TimeRow[]): string {
  const table = [HEADINGS, ...rows.map(cells)];
  const widths = HEADINGS.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  return table.map((row) => formatRow(row, widths)).join("\n");
}

function cells({ node, endpoint, count, mean, p50, p95, max }: TimeRow): string[] {
  return [node, endpoint, String(count), ...[mean, p50, p95, max].map(formatMs)];
}

function formatRow(row: string[], widths: number[]): string {
  const padded = row.map((cell, column) =>
    column < TEXT_COLUMNS ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
  );
  return padded.join("  ");
}

/** To the microsecond, as it is logged; one width of decimals keeps the points below each other. */
function formatMs(ms: number): string {
  return ms.toFixed(3);
}
