import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TensorFormatError } from "../errors/errors.ts";
import { decodeTensors } from "./decode.ts";
import { encodeTensors } from "./encode.ts";
import { parseHeader } from "./header.ts";

/** Every run tests the same cases. */
fc.configureGlobal({ seed: 1 });

const body = encodeTensors(
  {
    w: { shape: [2, 3], data: Float64Array.of(1, 2, 3, 4, 5, 6) },
    n: { shape: [3], data: Int32Array.of(1, 2, 3) },
  },
  { round: 1 },
);

describe("damaged tensors", () => {
  it("are found wherever one byte differs", () => {
    for (let i = 0; i < body.length; i++) {
      const damaged = body.slice();
      damaged[i] ^= 0x10;
      expect(() => decodeTensors(damaged), `byte ${i}`).toThrow(TensorFormatError);
    }
  });

  it("are found wherever they are cut", () => {
    for (let length = 0; length < body.length; length++) {
      expect(() => decodeTensors(body.subarray(0, length)), `${length} bytes`).toThrow(TensorFormatError);
    }
  });

  it("never cause another error: any bytes, and any bytes behind a right beginning", () => {
    const beginning = fc.nat({ max: body.length }).map((length) => body.subarray(0, length));
    fc.assert(
      fc.property(beginning, fc.uint8Array({ maxLength: 200 }), (start, rest) => {
        const bytes = new Uint8Array([...start, ...rest]);
        try {
          decodeTensors(bytes);
          expect(bytes).toEqual(body);
        } catch (error) {
          if (!(error instanceof TensorFormatError)) throw error;
        }
      }),
      { numRuns: 1000 },
    );
  });
});

/** Headers that lie, behind right checksums: nothing is allocated for what they claim. */
describe("a header that lies", () => {
  const entry = { name: "w", dtype: "float64", shape: [2], bytes: 16 };
  const header = (...tensors: object[]): string => JSON.stringify({ tensors, metadata: {} });

  it("is taken when it tells the truth", () => {
    expect(parseHeader(header(entry)).tensors).toEqual([entry]);
  });

  it.each([
    ["no JSON", "{", /should be JSON/],
    ["no list", '{"tensors":{},"metadata":{}}', /at tensors/],
    ["another type", header({ ...entry, dtype: "float16" }), /tensors\.0\.dtype/],
    ["a wrong size", header({ ...entry, bytes: 8 }), /needs 16 bytes, its header says 8/],
    ["a negative size", header({ ...entry, shape: [-1], bytes: -8 }), /tensors\.0\.shape\.0/],
    ["half an element", header({ ...entry, shape: [0.5], bytes: 4 }), /tensors\.0\.shape\.0/],
    ["a shape beyond all numbers", header({ ...entry, shape: Array(8).fill(2 ** 31 - 1) }), /needs .* bytes/],
    ["an axis beyond all arrays", header({ ...entry, shape: [2 ** 31] }), /tensors\.0\.shape\.0/],
    ["too many axes", header({ ...entry, shape: Array(9).fill(1), bytes: 8 }), /tensors\.0\.shape/],
    [
      "too many tensors",
      header(...Array.from({ length: 257 }, (_, i) => ({ ...entry, name: `w${i}` }))),
      /at tensors/,
    ],
    ["a repeated name", header(entry, entry), /Two tensors are named w/],
    ["no name", header({ ...entry, name: "" }), /tensors\.0\.name/],
  ])("is refused: %s", (_, text, message) => {
    expect(() => parseHeader(text)).toThrow(TensorFormatError);
    expect(() => parseHeader(text)).toThrow(message);
  });
});
