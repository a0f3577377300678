import type { Floats, Kernels, Strided } from "@chimera/algorithms";
import * as fc from "fast-check";

export type Make = (length: number) => Floats;

/** Unit roundoff of the type: 2⁻⁵³ or 2⁻²⁴. */
export function roundoffOf(data: Floats): number {
  return data instanceof Float64Array ? 2 ** -53 : 2 ** -24;
}

/**
 * γₙ Σ |terms| with one rounding more for each of the factor α, the sum with β y and the store (Higham, 2002, §3.1 and §4.2):
 * the sums of the expected value are made in float64, hence the factor 2 where the operands are float64 too.
 */
export function bound(n: number, magnitude: number, u: number): number {
  const nu = (n + 4) * u;
  return (2 * nu * magnitude) / (1 - nu) + Number.MIN_VALUE;
}

/** Sizes at which vectors, tiles and blocks are whole, just not whole, or missing. */
export const size = fc.constantFrom(0, 1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 21, 33, 63, 64, 65, 97);

export const factor = fc.constantFrom(0, 1, -0.5, 2.25);

/** Where operands lie: in memory of JavaScript's own or of the kernel, as float64 or float32. */
export const memory = fc.constantFrom("float64", "float32", "own float64", "own float32");

export function maker(kernels: Kernels, where: string): Make {
  switch (where) {
    case "float64":
      return (n) => new Float64Array(n);
    case "float32":
      return (n) => new Float32Array(n);
    case "own float64":
      // So much more that it is worth a memory of the kernel's own.
      return (n) => kernels.allocateFloat64(n + 4096).subarray(0, n);
    default:
      return (n) => kernels.allocateFloat32(n + 8192).subarray(0, n);
  }
}

/** Numbers in −1…1 from a seed. */
export function fill(values: Floats, seed: number): Floats {
  let state = (seed * 2_654_435_761 + 1) >>> 0;
  for (let i = 0; i < values.length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    values[i] = state / 2 ** 31 - 1;
  }
  return values;
}

/** A matrix inside of a larger array, which is full of numbers outside of it too. */
export function part(make: Make, nRows: number, nColumns: number, pad: number, seed: number): Strided {
  const stride = nColumns + pad;
  const data = fill(make(pad + Math.max(1, nRows) * stride + pad), seed);
  return { data, offset: pad, nRows, nColumns, stride };
}

export function element({ data, offset, stride }: Strided, i: number, j: number): number {
  return data[offset + i * stride + j];
}

/** The positions of `data` that are no element of the matrix. */
export function outside({ data, offset, nRows, nColumns, stride }: Strided): number[] {
  return Array.from(data).filter((_, at) => {
    const row = Math.floor((at - offset) / Math.max(1, stride));
    const column = at - offset - row * stride;
    return at < offset || row >= nRows || column >= nColumns;
  });
}
