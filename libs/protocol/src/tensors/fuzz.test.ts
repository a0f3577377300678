import * as fc from "fast-check";
import { expect, test } from "vitest";
import { TensorFormatError } from "../errors/errors.ts";
import { checksum } from "./checksum.ts";
import { decodeTensorMessage } from "./decode.ts";
import { encodeTensors } from "./encode.ts";
import { PREFIX_BYTES } from "./header.ts";

/** More of them look longer: `FUZZ_RUNS=1000000 npx vitest run libs/protocol/src/tensors/fuzz.test.ts`. */
const numRuns = Number(process.env.FUZZ_RUNS ?? 3000);
fc.configureGlobal({ seed: 20_261_125, numRuns });

const valid = fc
  .record({
    w: fc.float64Array({ maxLength: 20 }),
    v: fc.float32Array({ maxLength: 9 }),
    codes: fc.int32Array({ maxLength: 5 }),
    metadata: fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 3 }),
  })
  .map(({ w, v, codes, metadata }) =>
    encodeTensors(
      {
        w: { shape: [w.length], data: w },
        v: { shape: [1, v.length], data: v },
        codes: { shape: [codes.length, 1], data: codes },
      },
      metadata,
    ),
  );

type Mutation = (body: Uint8Array) => Uint8Array;

const place = fc.nat();
const flip = fc.tuple(place, fc.integer({ min: 1, max: 255 })).map(([at, bits]): Mutation => (body) => {
  const changed = body.slice();
  changed[at % body.length] ^= bits;
  return changed;
});
const cut = place.map(
  (at): Mutation =>
    (body) =>
      body.slice(0, at % (body.length + 1)),
);
const insert = fc
  .tuple(place, fc.uint8Array({ minLength: 1, maxLength: 16 }))
  .map(([at, bytes]): Mutation => (body) => {
    const i = at % (body.length + 1);
    return Uint8Array.from([...body.slice(0, i), ...bytes, ...body.slice(i)]);
  });
const lie = fc
  .tuple(fc.constantFrom(8, 12, 16, 20), fc.nat(0xffffffff))
  .map(([at, value]): Mutation => (body) => {
    const changed = body.slice();
    if (changed.length >= PREFIX_BYTES) new DataView(changed.buffer).setUint32(at, value, true);
    return changed;
  });
/** Another header of the same length behind a right checksum: what it says has to be refused for itself. */
const forge = fc
  .tuple(
    fc.constantFrom("shape", "bytes", "dtype", "name", "tensors", "float64", "float32"),
    fc.string({ maxLength: 7 }),
  )
  .map(([word, other]): Mutation => (body) => {
    const changed = body.slice();
    const view = new DataView(changed.buffer);
    const length = changed.length >= PREFIX_BYTES ? view.getUint32(12, true) : 0;
    if (length === 0 || PREFIX_BYTES + length > changed.length || length % 4 !== 0) return changed;
    const header = changed.subarray(PREFIX_BYTES, PREFIX_BYTES + length);
    const text = new TextDecoder()
      .decode(header)
      .replace(word, other.padEnd(word.length).slice(0, word.length));
    new TextEncoder().encodeInto(text, header);
    view.setUint32(16, checksum(new Int32Array(changed.buffer, PREFIX_BYTES, length / 4)), true);
    return changed;
  });

test("whatever is done to a body, it is read, or refused in a sentence; never another error", () => {
  const mutations = fc.array(fc.oneof(flip, cut, insert, lie, forge), { minLength: 1, maxLength: 4 });
  let refused = 0;
  fc.assert(
    fc.property(valid, mutations, (body, steps) => {
      const damaged = steps.reduce(
        (bytes, step) => (bytes.length === 0 ? bytes : step(bytes)),
        body as Uint8Array,
      );
      try {
        const { tensors } = decodeTensorMessage(damaged);
        for (const { shape, data } of tensors.values()) {
          expect(data).toHaveLength(shape.reduce((product, size) => product * size, 1));
          // Nothing outside of the body is shown.
          expect(data.byteOffset + data.byteLength).toBeLessThanOrEqual(data.buffer.byteLength);
        }
      } catch (error) {
        if (!(error instanceof TensorFormatError)) throw error;
        expect(error.message.length).toBeLessThan(1000);
        refused += 1;
      }
    }),
  );
  expect(refused).toBeGreaterThan(numRuns / 2);
});
