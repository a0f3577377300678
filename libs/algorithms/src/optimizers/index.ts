export { clipByGlobalNorm, clipByValue, clipFactor, squaredNorm } from "./clip.ts";
export { createOptimizer, type OptimizerName } from "./create-optimizer.ts";
export {
  gradientDescent,
  largestComponent,
  type GradientDescentOptions,
  type GradientDescentResult,
} from "./gradient-descent.ts";
export type { Optimizer, OptimizerOptions, OptimizerState } from "./optimizer.ts";
