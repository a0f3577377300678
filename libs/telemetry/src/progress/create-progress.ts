import type { RunEvent } from "@chimera/distributed";
import { advance, initialProgress } from "./progress-state.ts";
import type { Plan, ProgressState } from "./progress-state.ts";
import { eventLine, renderProgress, renderStart, renderSummary } from "./render.ts";
import type { ProgressSummary } from "./render.ts";

/** Shortest time between two drawings of the line: 15 a second. */
const REDRAW_MS = 1000 / 15;
/** Without a terminal, a line each time another tenth of the rounds is done. */
const PLAIN_STEPS = 10;
/** Back to the first column, and clear to the end of the line. */
const CLEAR_LINE = "\r\u001b[K";

export interface ProgressOptions {
  /** Where to draw, e.g. `process.stderr`. */
  stream: { write(text: string): unknown; isTTY?: boolean; columns?: number };
  /** Whether one line may be redrawn in place. Default: what the stream says. */
  isTTY?: boolean;
  /** Width of the terminal in characters. Default: what the stream says at each drawing, else 80. */
  columns?: number;
  /** Monotonic clock in ms. Default `performance.now`. */
  now?: () => number;
}

/** Shows a run while it goes on. */
export interface Progress {
  start(plan: Plan): void;
  onEvent(event: RunEvent): void;
  /** Prints a line of someone else above the bar. */
  print(line: string): void;
  /** Ends the display, with a last line when the run has a result. */
  finish(summary?: ProgressSummary): void;
}

/**
 * Progress of a fit. On a terminal one line redrawn in place, with failures and notes printed above it; otherwise plain
 * lines: the first, one for each tenth of the rounds, the last.
 */
export function createProgress(options: ProgressOptions): Progress {
  const { stream, isTTY = stream.isTTY ?? false, now = () => performance.now() } = options;
  const columns = () => options.columns ?? stream.columns ?? 80;
  let state: ProgressState | undefined;
  let startedAt = 0;
  let drawnAt = -Infinity;

  const draw = (time: number): void => {
    if (state === undefined || !isTTY) return;
    drawnAt = time;
    // One column stays free: a full line would wrap on some terminals.
    stream.write(CLEAR_LINE + renderProgress(state, time, { columns: columns() - 1 }));
  };
  const print = (line: string): void => {
    const open = isTTY && state !== undefined;
    stream.write(`${open ? CLEAR_LINE : ""}${line.trimEnd()}\n`);
    draw(now());
  };
  return {
    start(plan) {
      print(renderStart(plan));
      state = initialProgress(plan);
      startedAt = now();
      draw(startedAt);
    },
    onEvent(event) {
      if (state === undefined) return;
      const time = now();
      const before = state;
      state = advance(state, event, time);
      const line = eventLine(event);
      if (line !== undefined) print(line);
      else if (isTTY && time - drawnAt >= REDRAW_MS) draw(time);
      else if (!isTTY && entersNewStep(before, state)) print(renderProgress(state, time, { bar: false }));
    },
    print,
    finish(summary) {
      if (state === undefined) return;
      const [finished, time] = [state, now()];
      state = undefined;
      if (isTTY) stream.write(CLEAR_LINE);
      if (summary !== undefined) print(renderSummary(finished, summary, time - startedAt, time));
    },
  };
}

/** The last round has no line of its own: the summary follows. */
function entersNewStep(before: ProgressState, after: ProgressState): boolean {
  const { maxIter } = after.plan;
  const step = ({ round }: ProgressState) => Math.floor((PLAIN_STEPS * round) / maxIter);
  return step(after) > step(before) && after.round < maxIter;
}
