import {
  bootstrapIndices,
  createRandom,
  hashSeed,
  matrixFromRows,
  ParameterError,
  takeColumns,
  takeRows,
} from "@chimera/algorithms";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drawSizes, resolveDrawing, type DrawOptions } from "./draw-options.ts";
import { drawSample, rowsOutOfBag, takeDrawn } from "./draw.ts";

fc.configureGlobal({ seed: 1 });

const draw = (options: DrawOptions, nRows: number, nColumns: number, seed = 0, name = "worker1") => {
  const drawing = resolveDrawing(options);
  const shard = { nRows, nColumns };
  return drawSample(drawing, drawSizes(drawing, shard), shard, seed, name);
};

describe("what a fit draws", () => {
  test("everything, without a copy, unless it is told otherwise", () => {
    const X = matrixFromRows([
      [1, 2],
      [3, 4],
    ]);
    expect(draw({}, 2, 2)).toEqual({ rows: null, features: null });
    expect(takeDrawn(X, { rows: null, features: null })).toBe(X);
  });

  test("a bootstrap of all rows is the stream of hash(seed, name)", () => {
    const { rows, features } = draw({ bootstrap: true }, 100, 3, 7, "worker2");
    expect(rows).toEqual(bootstrapIndices(100, createRandom(hashSeed(7, "worker2"))));
    expect(features).toBeNull();
  });

  test("a part of the bootstrap is its beginning", () => {
    const all = draw({ bootstrap: true }, 100, 3).rows!;
    expect(draw({ bootstrap: true, maxSamples: 0.25 }, 100, 3).rows).toEqual(all.slice(0, 25));
    expect(draw({ bootstrap: true, maxSamples: 25 }, 100, 3).rows).toEqual(all.slice(0, 25));
  });

  test("features do not depend on the rows drawn, and differ from worker to worker and seed to seed", () => {
    const features = (options: DrawOptions, seed?: number, name?: string) =>
      Array.from(draw({ maxFeatures: 10, ...options }, 50, 40, seed, name).features!);
    expect(features({ bootstrap: true })).toEqual(features({ maxSamples: 0.5 }));
    expect(features({}, 0, "worker2")).not.toEqual(features({}));
    expect(features({}, 1)).not.toEqual(features({}));
  });

  test("any options: rows in range, without repeats unless bootstrapped, features distinct and ascending", () => {
    const cases = fc.record({
      n: fc.integer({ min: 1, max: 60 }),
      d: fc.integer({ min: 1, max: 12 }),
      bootstrap: fc.boolean(),
      maxSamples: fc.double({ min: 0.02, max: 1, noNaN: true }),
      maxFeatures: fc.double({ min: 0.1, max: 1, noNaN: true }),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(cases, ({ n, d, seed, ...options }) => {
        fc.pre(Math.floor(options.maxSamples * n) > 0 && Math.floor(options.maxFeatures * d) > 0);
        const { rows, features } = draw(options, n, d, seed);
        const drawn = Array.from(rows ?? Array(n).keys());
        const seen = Array.from(features ?? Array(d).keys());
        expect(drawn).toHaveLength(Math.floor(options.maxSamples * n));
        expect(seen).toHaveLength(Math.floor(options.maxFeatures * d));
        expect(drawn.every((i) => i >= 0 && i < n)).toBe(true);
        if (!options.bootstrap) expect(new Set(drawn).size).toBe(drawn.length);
        expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
        expect(seen.every((j) => j >= 0 && j < d)).toBe(true);
        const rest = Array.from(rowsOutOfBag(rows, n));
        expect(rest).toEqual([...Array(n).keys()].filter((i) => !drawn.includes(i)));
      }),
    );
  });

  test("rows and features at once are what one after the other gives", () => {
    const X = matrixFromRows([
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
    ]);
    const [rows, features] = [Int32Array.of(2, 0, 2), Int32Array.of(0, 2)];
    expect(takeDrawn(X, { rows, features })).toEqual(takeColumns(takeRows(X, rows), features));
    expect(takeDrawn(X, { rows, features: null })).toEqual(takeRows(X, rows));
    expect(takeDrawn(X, { rows: null, features })).toEqual(takeColumns(X, features));
  });

  test("a bootstrap leaves (1 − 1/n)ⁿ of the rows out: 36.8 %", () => {
    const n = 100_000;
    const share = rowsOutOfBag(draw({ bootstrap: true }, n, 1).rows, n).length / n;
    // The share has a standard deviation of √(e⁻¹ − 2e⁻²) / √n = 0.001.
    expect(Math.abs(share - (1 - 1 / n) ** n)).toBeLessThan(0.003);
  });
});

/** What a JavaScript user can write, whatever the types say. */
const any = (value: unknown): never => value as never;

test.each<[DrawOptions, string]>([
  [{ maxSamples: 0 }, "maxSamples must be a fraction above 0 and at most 1, or an integer ≥ 2, got 0."],
  [{ maxSamples: -1 }, "maxSamples must be a fraction"],
  [{ maxSamples: 1.5 }, "or an integer ≥ 2, got 1.5."],
  [{ maxSamples: NaN }, "got NaN."],
  [{ maxSamples: any("all") }, 'got "all".'],
  [{ maxFeatures: 2.5 }, "maxFeatures must be a fraction above 0 and at most 1, or an integer ≥ 2, got 2.5."],
  [{ bootstrap: any(1) }, "bootstrap must be true or false, got 1."],
  [{ oobScore: any("yes") }, 'oobScore must be true or false, got "yes".'],
  [{ oobScore: true }, "oobScore must be false where every row is drawn: set bootstrap, or maxSamples below"],
  [
    any({ maxSample: 2 }),
    'option must be one of bootstrap, maxSamples, maxFeatures, oobScore, got "maxSample": did you mean maxSamples?',
  ],
])("%o is refused by name", (options, message) => {
  expect(() => resolveDrawing(options)).toThrow(ParameterError);
  expect(() => resolveDrawing(options)).toThrow(message);
});

test.each<[DrawOptions, string]>([
  [
    { maxSamples: 0.05 },
    "maxSamples must draw at least 1 and at most all of the shard's 10 rows (this draws 0), got 0.05.",
  ],
  [{ maxSamples: 11, bootstrap: true }, "the shard's 10 rows (this draws 11), got 11."],
  [{ maxFeatures: 0.2 }, "maxFeatures must draw at least 1 and at most all of the shard's 4 features"],
  [{ maxFeatures: 5 }, "the shard's 4 features (this draws 5), got 5."],
  [{ maxSamples: 10, oobScore: true }, "oobScore must be false where every row is drawn"],
])("%o is refused on a shard of 10 × 4", (options, message) => {
  const shard = { nRows: 10, nColumns: 4 };
  expect(() => drawSizes(resolveDrawing(options), shard)).toThrow(ParameterError);
  expect(() => drawSizes(resolveDrawing(options), shard)).toThrow(message);
});
