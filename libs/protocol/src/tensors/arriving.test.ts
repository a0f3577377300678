import * as fc from "fast-check";
import { expect, test } from "vitest";
import { TensorFormatError } from "../errors/errors.ts";
import { ArrivingTensors, decodeTensorMessage } from "./decode.ts";
import { encodeTensorParts, encodeTensors } from "./encode.ts";
import { concatenate, type Parts } from "./parts.ts";

fc.configureGlobal({ seed: 1 });

const body = encodeTensors(
  {
    w: { shape: [2, 3], data: Float64Array.of(1, 2, 3, 4, 5, 6) },
    none: { shape: [0], data: new Float32Array(0) },
    n: { shape: [3], data: Int32Array.of(1, 2, 3) },
  },
  { round: 1 },
);
const lengths = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 });

/** Brings the bytes piece by piece; these lengths again and again. */
function arrive(bytes: Uint8Array, lengths: readonly number[]): ArrivingTensors {
  const memory = new Uint8Array(bytes.length);
  const arriving = new ArrivingTensors(memory);
  for (let i = 0, end = 0; end < bytes.length; i++) {
    const next = Math.min(bytes.length, end + lengths[i % lengths.length]);
    memory.set(bytes.subarray(end, next), end);
    arriving.advance((end = next));
  }
  return arriving;
}

test("a body that comes in pieces is read as one that is there at once", () => {
  fc.assert(
    fc.property(lengths, (lengths) => {
      expect(arrive(body, lengths).message()).toEqual(decodeTensorMessage(body));
    }),
  );
});

test("damage is found whatever the pieces, and told in the same words", () => {
  const changed = fc.tuple(fc.nat(body.length - 1), fc.integer({ min: 1, max: 255 }));
  fc.assert(
    fc.property(lengths, changed, (lengths, [at, bits]) => {
      const damaged = body.slice();
      damaged[at] ^= bits;
      let message = "";
      try {
        decodeTensorMessage(damaged);
      } catch (error) {
        message = (error as Error).message;
      }
      expect(() => arrive(damaged, lengths).message()).toThrow(TensorFormatError);
      expect(() => arrive(damaged, lengths).message()).toThrow(message);
    }),
    { numRuns: 500 },
  );
});

const large = (Data: typeof Float64Array | typeof Float32Array, length: number) => ({
  shape: [length],
  data: new Data(length).map((_, i) => i / 7),
});

test.each([
  ["a whole number of parts", { x: large(Float64Array, 65_536) }],
  ["no whole number, an odd number of float32", { x: large(Float32Array, 200_001) }],
  ["several", { x: large(Float64Array, 40_000), y: large(Float32Array, 7), z: large(Float32Array, 90_001) }],
])("a large body is sent from where it lies, twice the same: %s", (_, tensors) => {
  const parts = encodeTensorParts(tensors) as Parts;
  const first = concatenate(parts);
  expect(first).toHaveLength(parts.byteLength);
  expect(Buffer.compare(first, encodeTensors(tensors))).toBe(0);
  expect(Buffer.compare(concatenate(parts), first)).toBe(0);
  const payload = [...parts].filter(({ buffer }) => buffer === tensors.x.data.buffer);
  expect(payload.reduce((sum, { length }) => sum + length, 0)).toBe(tensors.x.data.byteLength);
  const read = decodeTensorMessage(first).tensors;
  for (const [name, { data }] of Object.entries(tensors)) expect(read.get(name)!.data).toEqual(data);
});

test("a body that is sent to several at once, each as fast as it reads, is the same for all", () => {
  const tensors = { x: large(Float64Array, 100_000), y: large(Float32Array, 80_001) };
  const parts = encodeTensorParts(tensors) as Parts;
  const readers = [parts[Symbol.iterator](), parts[Symbol.iterator]()];
  const bodies: Uint8Array[][] = [[], []];
  // The first is ahead, then overtaken, then both come to the end.
  const turns = [0, 0, 1, 0, 1, 1, 1, 1, ...new Array<number>(20).fill(0), ...new Array<number>(20).fill(1)];
  for (const who of turns) {
    const next = readers[who].next();
    if (!next.done) bodies[who].push(next.value);
  }
  const [a, b] = bodies.map((each) => Buffer.concat(each));
  expect(Buffer.compare(a, b)).toBe(0);
  expect(Buffer.compare(a, encodeTensors(tensors))).toBe(0);
});
