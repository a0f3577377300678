import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { EVENTS_FILE } from "./open-run.ts";
import type { RecordedEvent, RunFinished, RunStarted } from "./recorded-event.ts";

/** A run read back from its `events.jsonl`. */
export interface RecordedRun {
  started: { t: number } & RunStarted;
  /** `undefined`: the run is under way, or its process was killed. */
  finished: ({ t: number } & RunFinished) | undefined;
  /** All lines in order, `started` and `finished` among them. Numbers that JSON cannot hold (NaN, ∞) read `null`. */
  events: RecordedEvent[];
}

/**
 * Reads a run from its folder or its `events.jsonl`. A last line that was cut off (the process was killed, or is
 * writing) is left out.
 *
 * @throws RunFileError when a line before the last is no event, or the first is not `run-started`.
 */
export async function readRun(path: string): Promise<RecordedRun> {
  const file = (await stat(path)).isDirectory() ? join(path, EVENTS_FILE) : path;
  const lines = (await readFile(file, "utf8")).split("\n");
  const cutOff = lines.pop()!; // Empty, unless the last line lacks its line feed.
  const events = lines.map((line, i) => {
    const event = eventOf(line);
    if (event !== undefined) return event;
    throw new RunFileError(file, i + 1, "a JSON object with t and type", line);
  });
  const last = eventOf(cutOff);
  if (last !== undefined) events.push(last);

  const [started] = events;
  if (started?.type !== "run-started") {
    throw new RunFileError(file, 1, "the event run-started", lines[0] ?? cutOff);
  }
  const finished = events.at(-1);
  return { started, finished: finished?.type === "run-finished" ? finished : undefined, events };
}

function eventOf(line: string): RecordedEvent | undefined {
  try {
    const value = JSON.parse(line) as Partial<RecordedEvent> | null;
    return typeof value?.t === "number" && typeof value.type === "string"
      ? (value as RecordedEvent)
      : undefined;
  } catch {
    return undefined;
  }
}

/** A file that is no record of a run: which line, what was expected, what stands there, what to do. */
export class RunFileError extends Error {
  override readonly name = "RunFileError";

  constructor(file: string, line: number, expected: string, got: string) {
    const shown = got.length > 60 ? `${got.slice(0, 60)}…` : got;
    super(
      `${file}, line ${line}: expected ${expected}, got "${shown}". ` +
        "Pass a run's folder or its events.jsonl as it was written; delete the run if it was edited.",
    );
  }
}
