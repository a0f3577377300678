import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { TIME_LOG } from "../logs/node-logs.ts";
import type { TimeEntry } from "../logs/node-logs.ts";

/** Latencies of one endpoint on one node, in ms. */
export interface TimeRow {
  /** Who measured: `worker1` for requests it served, `master → worker1` for calls the master made. */
  node: string;
  /** Method and path, e.g. `POST /v1/chimera/sgd/fit-step`. */
  endpoint: string;
  count: number;
  mean: number;
  /** See `percentile`. */
  p50: number;
  p95: number;
  max: number;
}

export interface TimeSummary {
  /** Sorted by node, then endpoint. */
  rows: TimeRow[];
  /** Lines that are no time entry: cut off when a process was killed, or not ours. */
  unreadable: number;
}

/** What a line of `chimera_time.log` holds. */
type TimeRecord = TimeEntry & { node: string };

/** Summarises lines of `chimera_time.log`. */
export function summarizeTimes(lines: Iterable<string>): TimeSummary {
  const groups = new TimeGroups();
  for (const line of lines) groups.add(line);
  return groups.summary();
}

/** Summarises every `chimera_time.log` in a folder and its subfolders, in a fixed order. */
export async function summarizeTimesBelow(folder: string): Promise<TimeSummary & { files: string[] }> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && entry.name === TIME_LOG)
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const groups = new TimeGroups();
  for (const path of files) {
    const file = await open(path);
    for await (const line of file.readLines()) groups.add(line);
  }
  return { ...groups.summary(), files };
}

/**
 * Percentile by nearest rank: the smallest of n sorted values that at least p % of them do not exceed,
 *
 *     x[⌈p/100 · n⌉]     (counted from 1)
 *
 * It is always a value that occurred. `sorted` must be ascending and not empty; 0 < p ≤ 100.
 */
export function percentile(sorted: Float64Array, p: number): number {
  return sorted[Math.max(Math.ceil((p * sorted.length) / 100), 1) - 1]!;
}

class TimeGroups {
  readonly #latencies = new Map<string, { node: string; endpoint: string; values: number[] }>();
  #unreadable = 0;

  add(line: string): void {
    if (line.trim() === "") return;
    const record = parseTimeLine(line);
    if (record === undefined) {
      this.#unreadable++;
      return;
    }
    const node = record.peer === undefined ? record.node : `${record.node} → ${record.peer}`;
    const endpoint = `${record.method} ${record.endpoint}`;
    const key = `${node} ${endpoint}`;
    const group = this.#latencies.get(key);
    if (group !== undefined) group.values.push(record.latencyMs);
    else this.#latencies.set(key, { node, endpoint, values: [record.latencyMs] });
  }

  summary(): TimeSummary {
    const keys = [...this.#latencies.keys()].sort();
    return { rows: keys.map((key) => rowOf(this.#latencies.get(key)!)), unreadable: this.#unreadable };
  }
}

function rowOf({ node, endpoint, values }: { node: string; endpoint: string; values: number[] }): TimeRow {
  const sorted = Float64Array.from(values).sort();
  const count = sorted.length;
  return {
    node,
    endpoint,
    count,
    mean: sorted.reduce((sum, value) => sum + value, 0) / count,
    p50: percentile(sorted, 50),
    p95: percentile(sorted, 95),
    max: sorted[count - 1]!,
  };
}

function parseTimeLine(line: string): TimeRecord | undefined {
  try {
    const value = JSON.parse(line) as Partial<TimeRecord> | null;
    const texts = [value?.node, value?.endpoint, value?.method].every((field) => typeof field === "string");
    return texts && Number.isFinite(value?.latencyMs) ? (value as TimeRecord) : undefined;
  } catch {
    return undefined;
  }
}
