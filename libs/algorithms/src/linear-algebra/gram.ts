/**
 * G += ZᵀZ for a block of rows that fits the first-level cache. Four rows and two columns go through the inner loop at
 * once: four values that are loaded serve eight products.
 *
 * @param Z rows of `width` values one behind the other; nRows is a multiple of 4, width is even.
 * @param G the packed lower triangle, row by row.
 */
export function addGram(Z: Float64Array, nRows: number, width: number, G: Float64Array): void {
  for (let z0 = 0; z0 < nRows * width; z0 += 4 * width) {
    const z1 = z0 + width;
    const z2 = z1 + width;
    const z3 = z2 + width;
    for (let j = 0, at = 0; j < width; j += 2, at += 2 * j - 1) {
      const next = at + j + 1;
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
