export { withBlockedGemm } from "./blocked-gemm.ts";
export type { Floats, HistogramSum, Kernels, Product, SGDSweep, Strided } from "./kernels.ts";
export { kernels, useKernels } from "./current.ts";
export type { ImageKernels, SlidingWindow } from "./image-kernels.ts";
export {
  checkMaxPool,
  checkMaxPoolGradient,
  checkMeanPool,
  checkMeanPoolGradient,
  checkPatches,
} from "./image-operands.ts";
export { strided, stridedMatrix } from "./strided.ts";
export {
  checkAxpy,
  checkDistances,
  checkDot,
  checkGemm,
  checkGemv,
  checkHistograms,
  checkInside,
  checkRectifyGradient,
  checkRows,
  checkSweep,
} from "./operands.ts";
export { typescriptKernels } from "./typescript/index.ts";
