export { withBlockedGemm } from "./blocked-gemm.ts";
export type { Floats, HistogramSum, Kernels, Product, SGDSweep, Strided } from "./kernels.ts";
export { kernels, useKernels } from "./current.ts";
export { strided, stridedMatrix } from "./strided.ts";
export {
  checkAxpy,
  checkDistances,
  checkDot,
  checkGemm,
  checkGemv,
  checkHistograms,
  checkInside,
  checkSweep,
} from "./operands.ts";
export { typescriptKernels } from "./typescript/index.ts";
