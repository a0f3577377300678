import type { ActionRecord } from "@chimera/distributed";
import { endOf } from "./analyze-step.ts";
import type { PipelineStep, WorkerStep } from "./pipeline-timeline.ts";

export const GANTT_COLUMNS = 80;

/** What the signs of `drawGantt` mean. */
export const GANTT_LEGEND =
  "0 1 2 … forward of that micro-batch (its last digit)   ₀ ₁ ₂ … backward   ~ all-reduce   + update   · idle";

const [FORWARDS, BACKWARDS] = ["0123456789", "₀₁₂₃₄₅₆₇₈₉"];
const IDLE = "·";

/**
 * One step as a chart: a line for each worker, in the order given, on one axis of time from the first start to the last
 * end of them all. An action takes at least one column, and pushes on what would share it, so that none is lost; a line is longer
 * only when a worker did more than there are columns.
 */
export function drawGantt({ workers }: PipelineStep, columns = GANTT_COLUMNS): string[] {
  const records = workers.flatMap(({ records }) => records);
  const from = records.reduce((first, { start }) => Math.min(first, start), Infinity);
  const to = records.reduce((last, record) => Math.max(last, endOf(record)), -Infinity);
  const scale = to > from ? columns / (to - from) : 0;
  return workers.map((worker) => drawLine(worker, { from, scale, columns }));
}

interface Axis {
  /** ms since 1970 at the left edge. */
  from: number;
  /** Columns in a ms. */
  scale: number;
  columns: number;
}

function drawLine({ records }: WorkerStep, axis: Axis): string {
  const bars = makeRoom(records.map((record) => barOf(record, axis)), axis.columns);
  let line = "";
  for (const { from, to, sign } of bars) {
    line = line.padEnd(from, IDLE) + sign.repeat(to - from);
  }
  return line.padEnd(axis.columns, IDLE);
}

/** The columns [from, to) of a line. */
interface Bar {
  from: number;
  to: number;
  sign: string;
}

function barOf(record: ActionRecord, { from, scale }: Axis): Bar {
  const first = Math.floor((record.start - from) * scale);
  const end = Math.round((endOf(record) - from) * scale);
  return { from: first, to: Math.max(end, first + 1), sign: signOf(record) };
}

/** Pushes bars to the right until none overlap, then back into the line as far as there is room. */
function makeRoom(bars: readonly Bar[], columns: number): Bar[] {
  let free = 0;
  const pushed = bars.map(({ from, to, sign }) => {
    const first = Math.max(from, free);
    free = Math.max(to, first + 1);
    return { from: first, to: free, sign };
  });
  let limit = Math.max(columns, bars.length);
  for (const bar of pushed.reverse()) {
    bar.to = Math.min(bar.to, limit);
    bar.from = Math.min(bar.from, bar.to - 1);
    limit = bar.from;
  }
  return pushed.reverse();
}

function signOf({ type, microBatch }: ActionRecord): string {
  if (type === "all-reduce") return "~";
  if (type === "update") return "+";
  return (type === "forward" ? FORWARDS : BACKWARDS)[microBatch % 10]!;
}
