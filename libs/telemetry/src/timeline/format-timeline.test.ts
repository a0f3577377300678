import { describe, expect, it } from "vitest";
import { formatTimeline, formatTimelineShortly, NoSuchStep } from "./format-timeline.ts";
import { timeline } from "./testing/small-pipeline.ts";

describe("formatTimeline", () => {
  it("shows the median step, its times, those of all steps, and the bubble", () => {
    expect(formatTimeline(timeline, { columns: 19 })).toBe(
      `gpipe, 2 stages, 2 micro-batches: step 2 of 0…2, the median one, 180.000 ms from the first forward to the last backward

            0        190.000 ms
a  stage 0  F0F1······B0──B1──U
b  stage 1  ··F0F1B0──B1──U····
F3 forward of micro-batch 3 (from 10 on a, b, …), B3 backward, A all-reduce, U update, · idle; what is short takes its sign's width.

Step 2:
worker  seat     wait ms  forward ms  backward ms  update ms  send ms  all-reduce ms  bytes  stored  predicted
a       stage 0   64.000      40.000       76.000     10.000    6.000          0.000    200       2          2
b       stage 1   24.000      40.000       72.000      4.000   50.000          0.000    100       2          2

All 3 steps: the median of every time, the sum of bytes, the most stored
worker  seat     wait ms  forward ms  backward ms  update ms  send ms  all-reduce ms  bytes  stored  predicted
a       stage 0   64.000      40.000       76.000     10.000    6.000          0.000    600       2          2
b       stage 1   24.000      40.000       72.000      4.000   50.000          0.000    300       2          2

bubble predicted 33.3 %, (p − 1) / (m + p − 1); measured 36.7 % in step 2, 36.7 % in the median of 3 steps
slowest stage 0 (a): 126.000 ms of computing in a step (median)`,
    );
  });

  it("shows the step that is asked for, or says which there are", () => {
    const text = formatTimeline(timeline, { step: 0 });
    expect(text).toMatch(/: step 0 of 0…2, 360\.000 ms/);
    expect(text).toMatch(/^Step 0:$/m);
    expect(() => formatTimeline(timeline, { step: 3 })).toThrow(NoSuchStep);
    expect(() => formatTimeline(timeline, { step: 3 })).toThrow(/^Expected a step from 0 to 2 .*, got 3;/);
  });

  it("names replica and rank where there are several", () => {
    const several = { ...timeline, plan: { ...timeline.plan, nReplicas: 2, nRanks: 2 } };
    expect(formatTimeline(several)).toContain("gpipe, 2 replicas of 2 stages of 2 ranks, 2 micro-batches");
    expect(formatTimeline(several)).toMatch(/^a {2}replica 0 stage 0 rank 0 {2}F0/m);
  });

  it("says whose clocks disagree, and by how much at least", () => {
    const [a, b] = timeline.steps[1]!.workers;
    const records = b!.records.map((record) => ({ ...record, start: record.start - 7 }));
    const steps = [{ step: 1, workers: [a!, { ...b!, records }] }];
    for (const format of [formatTimeline, formatTimelineShortly]) {
      expect(format({ ...timeline, steps })).toContain("that of b is at least 5.000 ms behind that of a");
    }
  });
});

describe("formatTimelineShortly", () => {
  it("is the chart of the median step, the bubble and the slowest stage", () => {
    const lines = formatTimelineShortly(timeline, { columns: 19 }).split("\n");
    expect(lines).toHaveLength(7);
    expect(lines.slice(1, 4)).toEqual([
      "            0        190.000 ms",
      "a  stage 0  F0F1······B0──B1──U",
      "b  stage 1  ··F0F1B0──B1──U····",
    ]);
    expect(lines[5]).toMatch(/^bubble predicted 33\.3 %/);
  });
});
