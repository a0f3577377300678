import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawGantt } from "./draw-gantt.ts";
import { action, step } from "./testing/small-pipeline.ts";

/** The same cases every time. */
fc.configureGlobal({ seed: 1 });

const [ofA] = step.workers;

describe("drawGantt", () => {
  it("draws a step on one axis, here 5 ms to a column", () => {
    // 52 and 12 are nearest to columns 10 and 2, 68 and 32 to 14 and 6.
    expect(drawGantt(step, 19)).toEqual({
      lines: [
        "F0F1······B0──B1──U", //
        "··F0F1B0──B1──U····",
      ],
      durationMs: 95,
    });
  });

  it("gives what is short its sign's width, and pushes its neighbours aside", () => {
    const records = [
      action("forward", 0, [0, 1]),
      action("forward", 11, [1, 2]),
      action("all-reduce", 0, [95, 99]),
      action("update", 0, [99, 100]),
    ];
    const { lines } = drawGantt({ step: 0, workers: [{ ...ofA!, records }] }, 10);
    expect(lines).toEqual(["F0Fb····AU"]);
  });

  it("grows where a worker did more than there is room for", () => {
    expect(drawGantt(step, 1).lines).toEqual(["F0F1B0B1U", "F0F1B0B1U"]);
  });

  it("loses no action and keeps one width, whatever the times", () => {
    const durations = fc.array(fc.tuple(fc.nat(50), fc.nat(50)), { minLength: 1, maxLength: 20 });
    const property = fc.property(durations, fc.integer({ min: 1, max: 120 }), (pairs, columns) => {
      let now = 0;
      const records = pairs.map(([idle, busy], j) => {
        const start = now + idle;
        now = start + busy;
        return action("backward", j, [start, now]);
      });
      const { lines } = drawGantt({ step: 0, workers: [{ ...ofA!, records }] }, columns);
      expect(lines[0]).toHaveLength(Math.max(columns, 2 * pairs.length));
      expect(lines[0]!.match(/B./g)).toEqual(pairs.map((_, j) => `B${j.toString(36)}`));
    });
    fc.assert(property);
  });
});
