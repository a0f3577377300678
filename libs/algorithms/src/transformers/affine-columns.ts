import { asIndex } from "../tensor/as-index.ts";
import { matrix, rowBlocks, type Matrix } from "../tensor/matrix.ts";
import { areFinite, checkFiniteBlock } from "../validation/data.ts";

/**
 * zᵢⱼ = xᵢⱼ sⱼ + oⱼ, n × d. Four rows go through at once: a scale and an offset that are loaded serve four values. Whether
 * all is finite is seen on what was written, while it is in the cache, so that memory is read once and written once.
 *
 * @throws DataError for NaN and infinity in X.
 */
export function affineColumns(X: Matrix, scale: Float64Array, offset: Float64Array): Matrix {
  const Z = matrix(X.nRows, X.nColumns);
  for (const { rows, first } of rowBlocks(X)) {
    const z = Z.data.subarray(first * X.nColumns, first * X.nColumns + rows.data.length);
    writeBlock(rows, scale, offset, z);
    if (!areFinite(z)) checkFiniteBlock(rows, X);
  }
  return Z;
}

function writeBlock(
  { data: x, nRows, nColumns }: Matrix,
  scale: Float64Array,
  offset: Float64Array,
  z: Float64Array,
) {
  const d = asIndex(nColumns);
  const whole = nRows - (nRows % 4);
  for (let i = 0; i < whole; i += 4) {
    const x0 = asIndex(i * d);
    const x1 = asIndex(x0 + d);
    const x2 = asIndex(x1 + d);
    const x3 = asIndex(x2 + d);
    for (let j = 0; j < d; j++) {
      const s = scale[j];
      const o = offset[j];
      z[x0 + j] = x[x0 + j] * s + o;
      z[x1 + j] = x[x1 + j] * s + o;
      z[x2 + j] = x[x2 + j] * s + o;
      z[x3 + j] = x[x3 + j] * s + o;
    }
  }
  for (let i = whole; i < nRows; i++) {
    for (let j = 0; j < d; j++) z[i * d + j] = x[i * d + j] * scale[j] + offset[j];
  }
}
