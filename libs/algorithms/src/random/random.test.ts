import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ParameterError } from "../errors.ts";
import { hashSeed } from "./hash-seed.ts";
import { createRandom } from "./random.ts";
import { bootstrapIndices, consecutive, sampleWithoutReplacement, shuffle } from "./sampling.ts";

fc.configureGlobal({ seed: 1 });

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const sorted = (array: Int32Array) => array.slice().sort();

describe("hashSeed", () => {
  test("is an unsigned 32-bit integer that depends on every name and on where a name ends", () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.string()), (seed, names) => {
        const hash = hashSeed(seed, ...names);
        expect(hash).toBe(hash >>> 0);
        expect(hashSeed(seed, ...names)).toBe(hash);
      }),
    );
    expect(hashSeed(0, "ab", "c")).not.toBe(hashSeed(0, "a", "bc"));
    expect(hashSeed(0, "a")).not.toBe(hashSeed(1, "a"));
    expect(hashSeed(0)).not.toBe(hashSeed(0, ""));
  });

  test("never changes: saved runs must repeat", () => {
    expect(hashSeed(0)).toMatchInlineSnapshot(`3415299542`);
    expect(hashSeed(42, "worker_1", 3)).toMatchInlineSnapshot(`2284324252`);
  });

  test("gives 20,000 workers and rounds different streams, each bit set about half of the time", () => {
    const hashes = new Set<number>();
    const bits = new Float64Array(32);
    for (let i = 0; i < 20_000; i++) {
      const hash = hashSeed(7, `worker_${i % 100}`, Math.floor(i / 100));
      hashes.add(hash);
      for (let bit = 0; bit < 32; bit++) bits[bit] += (hash >>> bit) & 1;
    }
    expect(hashes.size).toBeGreaterThan(19_990);
    for (const count of bits) expect(Math.abs(count / 20_000 - 0.5)).toBeLessThan(0.02);
  });
});

describe("createRandom", () => {
  test("follows sfc32: the first raw draws after seeding never change", () => {
    const random = createRandom(1);
    expect([random.integer(2 ** 31), random.next(), random.normal()]).toMatchInlineSnapshot(`
      [
        1006074770,
        0.4359325870691926,
        -0.7839374482853064,
      ]
    `);
  });

  test("same seed, same stream; other seed, other stream", () => {
    const draws = (seed: number) => Array.from({ length: 8 }, createRandom(seed).next);
    expect(draws(5)).toEqual(draws(5));
    expect(draws(5)).not.toEqual(draws(6));
  });

  test("moments of 100,000 draws are those of the distributions", () => {
    const n = 100_000;
    const random = createRandom(3);
    const uniform = Array.from({ length: n }, () => random.next());
    const normal = Array.from({ length: n }, () => random.normal());
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / n;
    expect(Math.min(...uniform.slice(0, 1000))).toBeGreaterThanOrEqual(0);
    expect(Math.max(...uniform.slice(0, 1000))).toBeLessThan(1);
    expect(mean(uniform)).toBeCloseTo(0.5, 2);
    expect(mean(uniform.map((u) => u * u))).toBeCloseTo(1 / 3, 2);
    expect(Math.abs(mean(normal))).toBeLessThan(0.01);
    expect(Math.abs(mean(normal.map((z) => z * z)) - 1)).toBeLessThan(0.02);
    expect(Math.abs(mean(normal.map((z) => z ** 4)) - 3)).toBeLessThan(0.15);
  });

  test("integer(n) stays in 0…n−1 and reaches every value", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 2 ** 31 }), (seed, n) => {
        const draw = createRandom(seed).integer(n);
        expect(Number.isInteger(draw) && draw >= 0 && draw < n).toBe(true);
      }),
    );
    const random = createRandom(0);
    expect(new Set(Array.from({ length: 200 }, () => random.integer(6))).size).toBe(6);
  });
});

describe("sampling", () => {
  test("shuffle keeps the values, works in place and puts each of 3! orders as often as any other", () => {
    fc.assert(
      fc.property(seeds, fc.int32Array({ maxLength: 50 }), (seed, array) => {
        const copy = array.slice();
        expect(shuffle(copy, createRandom(seed))).toBe(copy);
        expect(sorted(copy)).toEqual(sorted(array));
      }),
    );
    const random = createRandom(11);
    const counts: Record<string, number> = {};
    for (let i = 0; i < 6000; i++) {
      const order = shuffle(consecutive(3), random).join();
      counts[order] = (counts[order] ?? 0) + 1;
    }
    expect(Object.keys(counts)).toHaveLength(6);
    for (const count of Object.values(counts)) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  test("a bootstrap draws n of n with replacement: 63 % of the rows appear", () => {
    const indices = bootstrapIndices(10_000, createRandom(2));
    expect(indices).toHaveLength(10_000);
    expect(indices.every((i) => i >= 0 && i < 10_000)).toBe(true);
    expect(Math.abs(new Set(indices).size / 10_000 - (1 - Math.exp(-1)))).toBeLessThan(0.015);
    expect(bootstrapIndices(0, createRandom(2))).toHaveLength(0);
  });

  test("a sample without replacement has k different indices", () => {
    fc.assert(
      fc.property(seeds, fc.nat(40), fc.nat(40), (seed, a, b) => {
        const [k, n] = [Math.min(a, b), Math.max(a, b)];
        const sample = sampleWithoutReplacement(n, k, createRandom(seed));
        expect(new Set(sample).size).toBe(k);
        expect(sample.every((i) => i >= 0 && i < n)).toBe(true);
      }),
    );
  });

  test.each([-1, 4, 1.5, NaN])("a sample of %s out of 3 is refused", (k) => {
    expect(() => sampleWithoutReplacement(3, k, createRandom(0))).toThrow(ParameterError);
  });
});
