import { asIndex } from "../tensor/as-index.ts";

/**
 * G += ZᵀZ for a block of rows that fits the first-level cache. Four rows and two columns go through the inner loop at
 * once: four values that are loaded serve eight products. (Larger tiles have more sums than the processor has registers;
 * tiles of Z alone, with their sums in registers over all rows, load less, but compute more of the upper triangle.)
 *
 * @param Z rows of `width` values one behind the other; nRows is a multiple of 4, width is even.
 * @param G the packed lower triangle, row by row.
 */
export function addGram(Z: Float64Array, nRows: number, width: number, G: Float64Array): void {
  const p = asIndex(width);
  for (let first = 0; first < nRows; first += 4) {
    const z0 = asIndex(first * p);
    const z1 = asIndex(z0 + p);
    const z2 = asIndex(z1 + p);
    const z3 = asIndex(z2 + p);
    for (let row = 0, start = 0; row < p; row += 2, start += 2 * row - 1) {
      const j = asIndex(row);
      const at = asIndex(start);
      const next = asIndex(at + j + 1);
      const a0 = Z[z0 + j];
      const a1 = Z[z1 + j];
      const a2 = Z[z2 + j];
      const a3 = Z[z3 + j];
      const b0 = Z[z0 + j + 1];
      const b1 = Z[z1 + j + 1];
      const b2 = Z[z2 + j + 1];
      const b3 = Z[z3 + j + 1];
      for (let k = 0; k <= j; k++) {
        const c0 = Z[z0 + k];
        const c1 = Z[z1 + k];
        const c2 = Z[z2 + k];
        const c3 = Z[z3 + k];
        G[at + k] += a0 * c0 + a1 * c1 + (a2 * c2 + a3 * c3);
        G[next + k] += b0 * c0 + b1 * c1 + (b2 * c2 + b3 * c3);
      }
      G[next + j + 1] += b0 * b0 + b1 * b1 + (b2 * b2 + b3 * b3);
    }
  }
}
