import type { ActionRecord } from "@chimera/distributed";
import { endOf } from "./analyze-step.ts";
import type { PipelineStep, WorkerStep } from "./pipeline-timeline.ts";

export const GANTT_COLUMNS = 100;

/** What the signs of `drawGantt` mean; the same as in `diagram` of a schedule. */
export const GANTT_LEGEND =
  "F3 forward of micro-batch 3 (from 10 on a, b, …), B3 backward, A all-reduce, U update, · idle; what is short takes its sign's width.";

const [IDLE, GOING_ON] = ["·", "─"];

export interface Gantt {
  /** All of one width. */
  lines: string[];
  /** What that width is: from the first start to the last end. */
  durationMs: number;
}

/**
 * One step as a chart: a line for each worker, in the order given, on one axis of time from the first start to the last
 * end of them all. An action is as wide as its sign at least, and pushes aside what would share its columns, so that none is
 * lost. The chart is wider only when a worker did more than there is room for.
 */
export function drawGantt({ workers }: PipelineStep, columns = GANTT_COLUMNS): Gantt {
  const records = workers.flatMap(({ records }) => records);
  const first = records.reduce((first, { start }) => Math.min(first, start), Infinity);
  const last = records.reduce((last, record) => Math.max(last, endOf(record)), -Infinity);
  const width = Math.max(columns, ...workers.map(leastWidth));
  const axis = { first, scale: last > first ? width / (last - first) : 0 };
  const lines = workers.map(({ records }) => {
    const bars = records.map((record) => barOf(record, axis));
    return drawLine(makeRoom(bars, width), width);
  });
  return { lines, durationMs: Math.max(last - first, 0) };
}

interface Axis {
  /** ms since 1970 at the left edge. */
  first: number;
  /** Columns in a ms. */
  scale: number;
}

/** The columns [from, to) of a line. */
interface Bar {
  from: number;
  to: number;
  readonly sign: string;
}

function barOf(record: ActionRecord, { first, scale }: Axis): Bar {
  const [from, to] = [record.start, endOf(record)].map((time) => Math.round((time - first) * scale));
  return { from: from!, to: to!, sign: signOf(record) };
}

/** Widens and pushes bars to the right until none overlap, then back into the line. */
function makeRoom(bars: readonly Bar[], width: number): readonly Bar[] {
  let free = 0;
  for (const bar of bars) {
    bar.from = Math.max(bar.from, free);
    bar.to = free = Math.max(bar.to, bar.from + bar.sign.length);
  }
  let limit = width;
  for (const bar of [...bars].reverse()) {
    bar.to = Math.min(bar.to, limit);
    bar.from = limit = Math.min(bar.from, bar.to - bar.sign.length);
  }
  return bars;
}

function drawLine(bars: readonly Bar[], width: number): string {
  const line = bars.reduce(
    (drawn, { from, to, sign }) => drawn.padEnd(from, IDLE) + sign.padEnd(to - from, GOING_ON),
    "",
  );
  return line.padEnd(width, IDLE);
}

function leastWidth({ records }: WorkerStep): number {
  return records.reduce((sum, record) => sum + signOf(record).length, 0);
}

function signOf({ type, microBatch }: ActionRecord): string {
  if (type === "all-reduce") return "A";
  if (type === "update") return "U";
  return (type === "forward" ? "F" : "B") + (microBatch % 36).toString(36);
}
