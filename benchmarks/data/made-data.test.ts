import { describe, expect, it } from "vitest";
import { evenShards, makeData, rowsOf } from "./made-data.ts";

describe("made data", () => {
  it("is the same for the same seed, another for another", () => {
    expect(makeData(50, 3)).toEqual(makeData(50, 3));
    expect(makeData(50, 3, 1).X.data).not.toEqual(makeData(50, 3).X.data);
  });

  it("has classes that differ in the mean", () => {
    const { X, y } = makeData(40_000, 1);
    const meanOf = (label: number) => {
      const own = Array.from(X.data).filter((_, i) => y[i] === label);
      return own.reduce((sum, value) => sum + value, 0) / own.length;
    };
    expect(meanOf(1) - meanOf(0)).toBeCloseTo(0.3, 1);
  });

  it("is cut into equal stretches", () => {
    const data = makeData(6, 2);
    const shards = evenShards(data, 3);
    expect(shards.flatMap(({ X }) => rowsOf(X))).toEqual(rowsOf(data.X));
    expect(shards.map(({ y }) => [...y])).toEqual([
      [0, 1],
      [0, 1],
      [0, 1],
    ]);
    expect(() => evenShards(data, 4)).toThrow("6 rows do not make 4 equal shards");
  });
});
