export { addOuterProducts, affineScores } from "./affine.ts";
export { affineMap, eachAffineBlock } from "./affine-map.ts";
export { choleskyFactor, choleskySolve, traceOfInverse } from "./cholesky.ts";
export { columnsOf, columnMajor, dotOf, type Columns } from "./columns.ts";
export { applyQ, applyQTransposed, qrFactor, type QrFactors } from "./householder-qr.ts";
export { orthogonaliseColumns, type OrthogonalColumns } from "./jacobi-svd.ts";
export { minimumNorm } from "./minimum-norm.ts";
export {
  mergeScatter,
  packedIndex,
  packedLength,
  scatterOf,
  type Scatter,
  type ScatterOptions,
} from "./scatter.ts";
