import { formatTable } from "../text-table/format-table.ts";
import type { TimeRow } from "./summarize-times.ts";

const HEADINGS = ["node", "endpoint", "count", "mean ms", "p50 ms", "p95 ms", "max ms"];
const N_TEXTS = 2;

/** The rows as a text table with headings, columns two spaces apart. */
export function formatTimes(rows: readonly TimeRow[]): string {
  return formatTable(HEADINGS, rows.map(cells), N_TEXTS);
}

function cells({ node, endpoint, count, mean, p50, p95, max }: TimeRow): string[] {
  return [node, endpoint, String(count), ...[mean, p50, p95, max].map(formatMs)];
}

/** To the microsecond, as it is logged; one width of decimals keeps the points below each other. */
function formatMs(ms: number): string {
  return ms.toFixed(3);
}
