import { ParameterError } from "@chimera/algorithms";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitTable } from "./split-table.ts";

/** The same cases every time. */
fc.configureGlobal({ seed: 20 });

const options = fc.record({
  nRows: fc.integer({ min: 2, max: 200 }),
  shards: fc.integer({ min: 1, max: 10 }),
  holdOut: fc.double({ min: 0, max: 0.9, noNaN: true }),
  seed: fc.integer(),
  shuffle: fc.boolean(),
});
const numerically = (a: number, b: number) => a - b;
const sorted = (...parts: Int32Array[]) => parts.flatMap((part) => [...part]).sort(numerically);
const range = (n: number) => Array.from({ length: n }, (_, i) => i);

describe("splitTable", () => {
  it("puts every row into exactly one shard or the hold-out, in sizes that differ by at most 1", () => {
    fc.assert(
      fc.property(options, fc.boolean(), ({ nRows, ...rest }, isStratified) => {
        const nHeldOut = rest.holdOut === 0 ? 0 : Math.max(1, Math.round(rest.holdOut * nRows));
        fc.pre(nRows - nHeldOut >= rest.shards);
        const stratify = isStratified ? range(nRows).map((i) => i % 3) : undefined;
        const { shards, holdOut } = splitTable({ nRows }, { ...rest, stratify });
        expect(sorted(...shards, holdOut)).toEqual(range(nRows));
        expect(holdOut.length).toBe(nHeldOut);
        const sizes = shards.map((shard) => shard.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("gives every shard the same rows in mode same", () => {
    const { shards, holdOut } = splitTable({ nRows: 10 }, { shards: 20, mode: "same" });
    expect(shards).toHaveLength(20);
    expect(shards.every((shard) => shard.length === 8 && shard.join() === shards[0].join())).toBe(true);
    expect(sorted(shards[0], holdOut)).toEqual(range(10));
  });

  it("depends on the seed alone", () => {
    const split = (seed: number) => splitTable({ nRows: 50 }, { shards: 3, seed });
    expect(split(1)).toEqual(split(1));
    expect(split(1)).not.toEqual(split(2));
  });

  it("keeps the order without shuffling, the remainder spread over the first shards", () => {
    const { shards, holdOut } = splitTable({ nRows: 10 }, { shards: 3, shuffle: false });
    expect(shards.map((shard) => [...shard])).toEqual([
      [0, 1, 2],
      [3, 4, 5],
      [6, 7],
    ]);
    expect([...holdOut]).toEqual([8, 9]);
  });

  it("gives each part its share of every code when stratified", () => {
    const codes = range(1000).map((i) => (i < 900 ? 0 : 1));
    const { shards, holdOut } = splitTable({ nRows: 1000 }, { shards: 4, stratify: codes });
    const rare = [...shards, holdOut].map((rows) => rows.filter((row) => codes[row] === 1).length);
    expect(rare).toEqual([20, 20, 20, 20, 20]);
  });

  it.each([
    ["shards", { shards: 0 }],
    ["shards", { shards: 1.5 }],
    ["shards", { shards: 9 }],
    ["holdOut", { shards: 1, holdOut: 1 }],
    ["holdOut", { shards: 1, holdOut: -0.1 }],
    ["holdOut", { shards: 1, holdOut: NaN }],
    ["holdOut", { shards: 1, holdOut: 0.99 }],
    ["seed", { shards: 1, seed: 0.5 }],
    ["mode", { shards: 1, mode: "odd" as "even" }],
    ["stratify", { shards: 1, stratify: [0] }],
  ])("refuses %s of %o for ten rows", (parameter, faulty) => {
    const split = () => splitTable({ nRows: 10 }, faulty);
    expect(split).toThrow(ParameterError);
    expect(split).toThrow(new RegExp(`^${parameter} must `, "u"));
  });

  it("refuses to hold out the only row", () => {
    expect(() => splitTable({ nRows: 1 }, { shards: 1 })).toThrow(
      /^holdOut must leave at least one of 1 rows/u,
    );
  });
});
