/** Smaller arrays are sooner copied to each thread than shared. */
const LEAST_BYTES = 65_536;

type Numbers = Float64Array | Float32Array | Int32Array | Uint8Array;

/** The same data with its large arrays in memory that threads share: copied once, not once for each thread. */
export function shareable(value: unknown): unknown {
  if (isNumbers(value)) return shared(value);
  if (Array.isArray(value)) return value.map(shareable);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shareable(inner)]));
}

function isNumbers(value: unknown): value is Numbers {
  return (
    value instanceof Float64Array ||
    value instanceof Float32Array ||
    value instanceof Int32Array ||
    value instanceof Uint8Array
  );
}

function shared(values: Numbers): Numbers {
  const { buffer, byteLength, length } = values;
  if (buffer instanceof SharedArrayBuffer) return values;
  // A part of a larger array would take all of it along; memory of WebAssembly cannot be given away at all.
  if (byteLength < LEAST_BYTES) return values.slice();
  const Type = values.constructor as new (buffer: SharedArrayBuffer, at: number, length: number) => Numbers;
  const copy = new Type(new SharedArrayBuffer(byteLength), 0, length);
  copy.set(values);
  return copy;
}
