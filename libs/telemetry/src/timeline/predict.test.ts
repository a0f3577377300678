import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { predict } from "./predict.ts";

/** The same cases every time. */
fc.configureGlobal({ seed: 1 });

const sizes = { nStages: fc.integer({ min: 1, max: 8 }), microBatches: fc.integer({ min: 1, max: 16 }) };
const stages = (p: number) => Array.from({ length: p }, (_, s) => s);

describe("predict", () => {
  it("of 1f1b: a bubble of (p − 1) / (m + p − 1), and min(p − s, m) micro-batches stored", () => {
    fc.assert(
      fc.property(fc.record(sizes), ({ nStages: p, microBatches: m }) => {
        const { bubble, stored } = predict({ schedule: "1f1b", nStages: p, microBatches: m, chunks: 1 });
        expect(bubble).toBe((p - 1) / (m + p - 1));
        expect(stored).toEqual(stages(p).map((s) => Math.min(p - s, m)));
      }),
    );
  });

  it("of gpipe and naive: m stored and 1 stored", () => {
    fc.assert(
      fc.property(fc.record(sizes), ({ nStages: p, microBatches: m }) => {
        const layout = { nStages: p, microBatches: m, chunks: 1 };
        expect(predict({ schedule: "gpipe", ...layout })).toMatchObject({
          bubble: (p - 1) / (m + p - 1),
          stored: stages(p).map(() => m),
        });
        expect(predict({ schedule: "naive", ...layout })).toMatchObject({
          bubble: (p - 1) / p,
          stored: stages(p).map(() => 1),
        });
      }),
    );
  });

  it("of interleaved: what is stored is counted in every chunk", () => {
    // p = 2, v = 2, m = 4: worker 0 begins with 2 (2 − 1 − 0) + (2 − 1) 2 = 4 forwards and one more before its first backward.
    expect(predict({ schedule: "interleaved", nStages: 2, microBatches: 4, chunks: 2 })).toMatchObject({
      bubble: 1 / (2 * 4 + 1),
      stored: [5, 3],
    });
  });
});
