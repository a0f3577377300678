import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import type { RunEvent } from "@chimera/distributed";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openRun } from "./open-run.ts";
import type { RunOptions } from "./open-run.ts";
import { readRun } from "./read-run.ts";

const startedAt = "2026-11-22T15:30:00.123Z";
const settings = { maxIter: 200, standardize: true };
const workers = ["worker1", "worker2"];
const roundStarted: RunEvent = { type: "round-started", round: 1, asked: workers };
const failed: RunEvent = {
  type: "worker-failed",
  worker: "worker2",
  order: "gradient",
  round: 1,
  reason: "gone",
};

let folder: string;
let elapsed: number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "chimera-runs-"));
  elapsed = 0;
});
afterEach(() => rmSync(folder, { recursive: true }));

const clock = { date: () => Date.parse(startedAt), monotonic: () => 5000 + elapsed };
const open = (more: Partial<RunOptions> = {}) =>
  openRun({ dir: join(folder, "runs"), algorithm: "parameter-server", settings, workers, clock, ...more });

describe("openRun", () => {
  it("frames the events by run-started and run-finished, with ms since the start", async () => {
    const run = open();
    elapsed = 1.23456;
    run.record(roundStarted);
    elapsed = 250;
    run.record(failed);
    await run.close({ status: "partial", iterations: 1, converged: false });

    expect(run.id).toBe("2026-11-22T15-30-00-123Z-parameter-server");
    expect(run.path).toBe(join(folder, "runs", run.id, "events.jsonl"));
    const { id } = run;
    const started = {
      t: 0,
      type: "run-started",
      id,
      startedAt,
      algorithm: "parameter-server",
      settings,
      workers,
    };
    const finished = { t: 250, type: "run-finished", status: "partial", iterations: 1, converged: false };
    const events = [started, { t: 1.235, ...roundStarted }, { t: 250, ...failed }, finished];
    expect(await readRun(run.path)).toEqual({ started, finished, events });
  });

  it("never shares a folder", async () => {
    const runs = [open(), open(), open({ id: "lesson" }), open({ id: "lesson" })];
    await Promise.all(runs.map((run) => run.close()));
    const stamp = "2026-11-22T15-30-00-123Z-parameter-server";
    expect(runs.map(({ id }) => id)).toEqual([stamp, `${stamp}-2`, "lesson", "lesson-2"]);
    expect(runs.map(({ path }) => basename(dirname(path)))).toEqual(runs.map(({ id }) => id));
  });

  it("counts a run that is closed without an outcome as interrupted, and closes once", async () => {
    const run = open();
    await Promise.all([run.close(), run.close({ status: "ok" })]);
    const { events, finished } = await readRun(dirname(run.path));
    expect(events).toHaveLength(2);
    expect(finished?.status).toBe("interrupted");
  });

  it("tells why nothing can be written, and goes on", async () => {
    writeFileSync(join(folder, "file"), "");
    const told: string[] = [];
    const run = open({ dir: join(folder, "file"), onProblem: (sentence) => told.push(sentence) });
    run.record(roundStarted);
    await run.close({ status: "ok" });
    expect(told).toEqual([expect.stringMatching(/^Expected .*events\.jsonl to be writable, got "/)]);
  });
});

describe("readRun", () => {
  it("leaves out a last line that was cut off, wherever it was", async () => {
    const run = open();
    run.record(roundStarted);
    await run.close({ status: "ok" });
    const { length } = readFileSync(run.path, "utf8").trimEnd().split("\n").at(-1)!;
    const size = readFileSync(run.path).length;
    for (let cut = 2; cut <= length; cut++) {
      truncateSync(run.path, size - cut);
      const { events, finished } = await readRun(run.path);
      expect(events.map(({ type }) => type)).toEqual(["run-started", "round-started"]);
      expect(finished).toBeUndefined();
    }
  });

  it("names file and line of what is no event", async () => {
    const path = join(folder, "events.jsonl");
    writeFileSync(path, `{"t":0,"type":"run-started"}\nhello\n{"t":1,"type":"note","text":"x"}\n`);
    await expect(readRun(path)).rejects.toThrow(/events\.jsonl, line 2: expected .*, got "hello"/);
    writeFileSync(path, `{"t":1,"type":"note","text":"x"}\n`);
    await expect(readRun(path)).rejects.toThrow(/line 1: expected the event run-started/);
  });
});
