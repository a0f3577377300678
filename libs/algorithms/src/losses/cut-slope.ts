/** As scikit-learn, we let no loss pull harder than this: one row far away shall not make infinity of the weights. */
const STEEPEST = 1e12;

/** Comparisons, which a processor foresees, where `Math.min` and `Math.max` would be waited for. */
export function cutSlope(slope: number): number {
  if (slope > STEEPEST) return STEEPEST;
  return slope < -STEEPEST ? -STEEPEST : slope;
}
