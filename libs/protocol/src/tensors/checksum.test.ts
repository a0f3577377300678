import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Checksum, checksum } from "./checksum.ts";

fc.configureGlobal({ seed: 1 });

const words = fc.int32Array({ minLength: 1, maxLength: 40 });

/** The definition, word by word. */
function byDefinition(values: readonly number[]): number {
  const lanes = [1, 2, 3, 4, 5, 6, 7, 8];
  const step = (lane: number, word: number): number =>
    Number((BigInt((lane ^ word) >>> 0) * 16777619n) & 0xffffffffn) | 0;
  values.forEach((word, i) => (lanes[i % 8] = step(lanes[i % 8], word)));
  let h = lanes.reduce(step, values.length);
  const multiply = (x: number, by: bigint): number => Number((BigInt(x >>> 0) * by) & 0xffffffffn) | 0;
  h = multiply(h ^ (h >>> 15), 0x85ebca77n);
  h = multiply(h ^ (h >>> 13), 0xc2b2ae3dn);
  return (h ^ (h >>> 16)) >>> 0;
}

test("is what it is defined as, of all words at once or piece by piece", () => {
  fc.assert(
    fc.property(words, fc.array(fc.nat(40), { maxLength: 4 }), (values, cuts) => {
      const inPieces = new Checksum();
      const ends = [0, ...cuts.map((cut) => cut % values.length).sort((a, b) => a - b), values.length];
      for (let i = 1; i < ends.length; i++) inPieces.add(values.subarray(ends[i - 1], ends[i]));
      expect(checksum(values)).toBe(byDefinition([...values]));
      expect(inPieces.value).toBe(byDefinition([...values]));
    }),
  );
  expect(checksum(new Int32Array(0))).toBe(byDefinition([]));
});

test("sees every change within a word, every swap of different words, and every word more or less", () => {
  fc.assert(
    fc.property(
      words,
      fc.nat(),
      fc.nat(),
      fc.integer({ min: 1, max: 2 ** 32 - 1 }),
      (values, at, other, change) => {
        const [i, j] = [at % values.length, other % values.length];
        const changed = values.slice();
        changed[i] ^= change;
        expect(checksum(changed)).not.toBe(checksum(values));
        const swapped = values.slice();
        [swapped[i], swapped[j]] = [values[j], values[i]];
        if (values[i] !== values[j]) expect(checksum(swapped)).not.toBe(checksum(values));
        expect(checksum(Int32Array.of(...values, 0))).not.toBe(checksum(values));
      },
    ),
  );
});
