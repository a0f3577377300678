import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { RunEvent, WorkerName } from "@chimera/distributed";
import { openAppendFile } from "../files/append-file.ts";
import type { RunFinished, RunOutcome, RunStarted } from "./recorded-event.ts";

/** Name of the file in a run's folder. */
export const EVENTS_FILE = "events.jsonl";

export interface RunOptions {
  /** Folder of all runs, e.g. `chimera_runs`; it is made when missing. */
  dir: string;
  /** E.g. `parameter-server`: part of the id. */
  algorithm: string;
  settings: object;
  workers: readonly WorkerName[];
  /** Name of the run's folder. Default: the start in UTC and the algorithm, so that names sort by time. */
  id?: string;
  /** Told, in one sentence, when the events cannot be written; the run goes on. Default: nobody. */
  onProblem?: (sentence: string) => void;
  clock?: RunClock;
}

/** Two clocks: the date, and one that never jumps. */
export interface RunClock {
  /** ms since 1970. Default `Date.now`. */
  date(): number;
  /** ms since anything. Default `performance.now`. */
  monotonic(): number;
}

/** Writes the events of one run; no call waits for the disk. */
export interface RunRecorder {
  id: string;
  /** Path of `events.jsonl`. */
  path: string;
  record(event: RunEvent): void;
  /** Writes the last line and what is in memory. Without an outcome the run counts as `interrupted`. */
  close(outcome?: RunOutcome): Promise<void>;
}

const systemClock: RunClock = { date: () => Date.now(), monotonic: () => performance.now() };

/**
 * Starts a record in `<dir>/<id>/events.jsonl`, one JSON object a line: `run-started`, the events, `run-finished`.
 * An id that exists already gets a suffix: `-2`, `-3`, …
 */
export function openRun(options: RunOptions): RunRecorder {
  const { dir, algorithm, settings, workers, onProblem = () => undefined, clock = systemClock } = options;
  const startedAt = new Date(clock.date()).toISOString();
  const start = clock.monotonic();
  const id = claimFolder(dir, options.id ?? `${startedAt.replaceAll(/[:.]/g, "-")}-${algorithm}`);
  const path = join(dir, id, EVENTS_FILE);
  const file = openAppendFile(path, onProblem);
  const write = (event: RunStarted | RunEvent | RunFinished) => {
    const t = Math.round((clock.monotonic() - start) * 1000) / 1000;
    file?.later(() => `${JSON.stringify({ t, ...event })}\n`);
  };

  write({ type: "run-started", id, startedAt, algorithm, settings, workers });
  let closing: Promise<void> | undefined;
  return {
    id,
    path,
    record: write,
    close(outcome = { status: "interrupted" }) {
      if (closing === undefined) write({ type: "run-finished", ...outcome });
      return (closing ??= file?.close() ?? Promise.resolve());
    },
  };
}

/** Makes `<dir>/<wanted>`, or the first `<wanted>-n` that is free, so that two runs never share a folder. */
function claimFolder(dir: string, wanted: string): string {
  for (let n = 1; ; n++) {
    const id = n === 1 ? wanted : `${wanted}-${n}`;
    if (makeFolder(join(dir, id)) !== "taken") return id;
  }
}

function makeFolder(path: string): "made" | "taken" | "impossible" {
  try {
    return mkdirSync(path, { recursive: true }) === undefined ? "taken" : "made";
  } catch {
    return "impossible"; // Opening the file in it will fail for the same reason, and say so.
  }
}
