import * as fc from "fast-check";
import { expect, test } from "vitest";
import { checksum } from "./checksum.ts";

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

test("is what it is defined as, with zeros behind or without", () => {
  fc.assert(
    fc.property(words, fc.nat(9), (values, zeros) => {
      const all = [...values, ...new Array<number>(zeros).fill(0)];
      expect(checksum(values, zeros)).toBe(byDefinition(all));
      expect(checksum(Int32Array.from(all))).toBe(byDefinition(all));
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
        expect(checksum(values, 1)).not.toBe(checksum(values));
      },
    ),
  );
});
