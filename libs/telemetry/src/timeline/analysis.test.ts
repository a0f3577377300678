import { describe, expect, it } from "vitest";
import { analyzeRun } from "./analyze-run.ts";
import { analyzeStep } from "./analyze-step.ts";
import { clockDisagreement } from "./clock-disagreement.ts";
import type { PipelinePlan, PipelineStep } from "./pipeline-timeline.ts";
import { action, plan, step, stretched, timeline } from "./testing/small-pipeline.ts";

const [ofA, ofB] = step.workers;

describe("analyzeStep", () => {
  const times = analyzeStep(step);

  it("divides a worker's time into waiting, computing and sending", () => {
    const at = { replica: 0, rank: 0, allReduceMs: 0, stored: 2 };
    expect(times.workers).toEqual([
      {
        ...{ worker: "a", stage: 0, ...at },
        ...{ waitMs: 32, forwardMs: 20, backwardMs: 38, updateMs: 5, busyMs: 63 },
        ...{ sendMs: 3, bytes: 200 },
      },
      {
        ...{ worker: "b", stage: 1, ...at },
        ...{ waitMs: 12, forwardMs: 20, backwardMs: 36, updateMs: 2, busyMs: 58 },
        ...{ sendMs: 25, bytes: 100 },
      },
    ]);
  });

  it("measures makespan and bubble of forwards and backwards, updates left out", () => {
    expect(times.makespanMs).toBe(90);
    expect(times.bubble).toBeCloseTo(1 - (20 + 38 + 20 + 36) / (2 * 90), 12);
  });

  it("counts an all-reduce neither as computing nor into the makespan", () => {
    const records = [
      ...ofA!.records.slice(0, -1),
      action("all-reduce", 0, [90, 97]),
      action("update", 0, [97, 99]),
    ];
    const { makespanMs, bubble, workers } = analyzeStep({ step: 0, workers: [{ ...ofA!, records }, ofB!] });
    expect([makespanMs, bubble]).toEqual([times.makespanMs, times.bubble]);
    expect(workers[0]).toMatchObject({ allReduceMs: 7, updateMs: 2, busyMs: 60 });
  });

  it("counts what ranks exchange within a forward into the makespan, but not as computing", () => {
    const forward = action("forward", 0, [0, 6], { exchangeMs: 4, sendMs: 2, bytes: 100, stored: 1 });
    const records = [forward, ...ofA!.records.slice(1)];
    const { makespanMs, bubble, workers } = analyzeStep({ step: 0, workers: [{ ...ofA!, records }, ofB!] });
    expect(makespanMs).toBe(90);
    expect(bubble).toBeCloseTo(times.bubble + 4 / (2 * 90), 12);
    expect(workers[0]).toMatchObject({ allReduceMs: 4, forwardMs: 16, sendMs: 3 });
  });

  it("takes the makespan of each replica for itself", () => {
    const second = stretched(step, 0, 2).workers.map((worker) => ({
      ...worker,
      worker: `${worker.worker}2`,
      replica: 1,
    }));
    const both = analyzeStep({ step: 0, workers: [...step.workers, ...second] });
    expect(both.makespanMs).toBe(180);
    expect(both.bubble).toBeCloseTo(times.bubble, 12);
    const fast = second.map((worker) => ({
      ...worker,
      records: worker.records.filter(({ type }) => type === "forward"),
    }));
    // Forwards alone, twice as slow: 0 … 64 ms, 40 ms of computing on each of both.
    const mean = (times.bubble + 1 - 80 / (2 * 64)) / 2;
    expect(analyzeStep({ step: 0, workers: [...step.workers, ...fast] }).bubble).toBeCloseTo(mean, 12);
  });

  it("knows no bubble where the clock saw no time pass", () => {
    const still = step.workers.map((worker) => ({ ...worker, records: [action("forward", 0, [0, 0])] }));
    expect(analyzeStep({ step: 0, workers: still })).toMatchObject({ makespanMs: 0, bubble: 0 });
  });
});

describe("analyzeRun", () => {
  const run = analyzeRun(timeline);

  it("finds the step of median makespan, and the worker that sets the pace", () => {
    expect(run.steps.map(({ makespanMs }) => makespanMs)).toEqual([360, 90, 180]);
    expect(run.median.step).toBe(2);
    expect(run.slowest.worker).toBe("a");
  });

  it("takes medians of times, sums of bytes, and the most stored", () => {
    expect(run.workers[1]).toEqual({
      ...{ worker: "b", replica: 0, stage: 1, rank: 0 },
      ...{ waitMs: 24, forwardMs: 40, backwardMs: 72, updateMs: 4, busyMs: 116, sendMs: 50, allReduceMs: 0 },
      ...{ bytes: 300, stored: 2 },
    });
  });
});

describe("clockDisagreement", () => {
  const shifted = (ms: number): PipelineStep => {
    const records = ofB!.records.map((record) => ({ ...record, start: record.start + ms }));
    return { step: 0, workers: [ofA!, { ...ofB!, records }] };
  };

  it("finds none where everything comes after what it needs", () => {
    for (const ms of [0, 2, -2]) {
      expect(clockDisagreement({ plan, steps: [shifted(ms)] })).toBeUndefined();
    }
  });

  it("finds a clock that is behind by more than a message took, and one that is ahead", () => {
    // F0 leaves a at 10, and b begins it at 12; B0 leaves b at 50, and a begins it at 52.
    expect(clockDisagreement({ plan, steps: [step, shifted(-7)] })).toEqual({
      behind: "b",
      ahead: "a",
      ms: 5,
    });
    expect(clockDisagreement({ plan, steps: [step, shifted(7)] })).toEqual({
      behind: "a",
      ahead: "b",
      ms: 5,
    });
  });

  it("follows the parts of an interleaved pipeline round its workers", () => {
    const interleaved: PipelinePlan = { ...plan, schedule: "interleaved", chunks: 2 };
    // Part 1 is b's chunk 0, and part 2 is a's chunk 1, which begins 3 ms too early.
    const workers = [
      { ...ofA!, records: [action("forward", 0, [0, 1]), action("forward", 0, [4, 5], { chunk: 1 })] },
      { ...ofB!, records: [action("forward", 0, [2, 7])] },
    ];
    const found = clockDisagreement({ plan: interleaved, steps: [{ step: 0, workers }] });
    expect(found).toEqual({ behind: "a", ahead: "b", ms: 3 });
  });
});
