import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TensorFormatError } from "../errors/errors.ts";
import { decodeTensorMessage, decodeTensors } from "./decode.ts";
import { encodeTensors } from "./encode.ts";
import { elementsOf, type Tensor, type TensorData } from "./tensor.ts";

/** Every run tests the same cases. */
fc.configureGlobal({ seed: 1 });

const shape = fc.array(fc.nat({ max: 4 }), { maxLength: 4 });
const dtype = fc.constantFrom(Float64Array, Float32Array, Int32Array);
const tensor: fc.Arbitrary<Tensor> = fc.tuple(shape, dtype, fc.nat()).map(([shape, Data, seed]) => {
  const data: TensorData = new Data(elementsOf(shape));
  return { shape, data: data.map((_, i) => ((seed + i) * 0.37) % 1000) as TensorData };
});
const tensors = fc.dictionary(fc.string({ minLength: 1, maxLength: 12 }), tensor, { maxKeys: 5 });
/** The key `__proto__` is dropped on arrival: nothing good bears that name. */
const metadata = fc.dictionary(
  fc.string().filter((key) => key !== "__proto__"),
  fc.jsonValue(),
);

/** The body of one small tensor, and the same bytes at another place of their buffer. */
const body = encodeTensors({ w: { shape: [3], data: Float64Array.of(1, 2, 3) } }, { round: 7 });
const at = (offset: number, bytes: Uint8Array): Uint8Array => {
  const moved = new Uint8Array(offset + bytes.length).subarray(offset);
  moved.set(bytes);
  return moved;
};

describe("tensors on the wire", () => {
  it("come back as they were, wherever the bytes lie", () => {
    fc.assert(
      fc.property(tensors, metadata, fc.nat({ max: 16 }), (tensors, metadata, offset) => {
        const decoded = decodeTensorMessage(at(offset, encodeTensors(tensors, metadata)));
        expect([...decoded.tensors]).toEqual(Object.entries(tensors));
        expect(JSON.stringify(decoded.metadata)).toBe(JSON.stringify(metadata));
      }),
    );
  });

  it("keep NaN, infinities and minus zero", () => {
    const data = Float64Array.of(NaN, Infinity, -Infinity, -0);
    expect(decodeTensors(encodeTensors({ x: { shape: [4], data } })).get("x")!.data).toEqual(data);
  });

  it("are views of aligned bytes, and of one copy otherwise", () => {
    expect(decodeTensors(body).get("w")!.data.buffer).toBe(body.buffer);
    const moved = at(3, body);
    expect(decodeTensors(moved).get("w")!.data.buffer).not.toBe(moved.buffer);
  });

  it("have payloads at multiples of 8 bytes", () => {
    const message = encodeTensors({
      a: { shape: [3], data: Int32Array.of(1, 2, 3) },
      b: { shape: [], data: Float64Array.of(4) },
    });
    const decoded = decodeTensors(message);
    expect([...decoded.values()].map(({ data }) => data.byteOffset % 8)).toEqual([0, 0]);
    expect(message.length % 8).toBe(0);
  });

  it("are refused at the sender when shape and data differ", () => {
    const wrong = { w: { shape: [2, 2], data: Float64Array.of(1, 2, 3) } };
    expect(() => encodeTensors(wrong)).toThrow(/shape \[2, 2\] and type float64 needs 32 bytes.*says 24/);
  });

  it("are refused at the sender when they are too many", () => {
    const many = Array.from({ length: 257 }, (_, i) => [`t${i}`, { shape: [0], data: new Int32Array(0) }]);
    expect(() => encodeTensors(Object.fromEntries(many) as Record<string, Tensor>)).toThrow(/256/);
  });

  it("take a number of bytes that was promised", () => {
    expect(() => decodeTensors(body.subarray(0, body.length - 8))).toThrow(
      /announces \d+ bytes in all, got \d+/,
    );
    expect(() => decodeTensors(Uint8Array.of(...body, 0))).toThrow(TensorFormatError);
    expect(() => decodeTensors(body.subarray(0, 10))).toThrow(/at least 24 bytes/);
  });

  it("tell another version and another format apart", () => {
    const later = body.slice();
    later[8] = 4;
    expect(() => decodeTensors(later)).toThrow("Expected tensors of version 3, got version 4");
    const json = new TextEncoder().encode('{"this is": "JSON, and long enough"}');
    expect(() => decodeTensors(json)).toThrow("begins with CHIMTENS");
  });
});
