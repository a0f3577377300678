/** A smooth function of many variables. @param gradient receives ∂f/∂x. @returns f(x). */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

/** A point on the line x + α p, with φ(α) = f(x + α p) and its slope φ'(α). */
interface Trial {
  readonly alpha: number;
  readonly value: number;
  readonly slope: number;
}

/** Sufficient decrease: φ(α) ≤ φ(0) + c₁ α φ'(0). */
const C1 = 1e-4;
/** Curvature: |φ'(α)| ≤ c₂ |φ'(0)|. */
const C2 = 0.9;
const MOST_TRIALS = 30;

/**
 * Finds a step that satisfies the strong Wolfe conditions (Nocedal & Wright, "Numerical Optimization", 2nd ed., 2006,
 * algorithms 3.5 and 3.6), with cubic interpolation. Near the minimum f no longer tells two points apart; there a rise
 * within rounding passes for a decrease, so that the slope decides (as in the approximate Wolfe conditions of Hager &
 * Zhang, 2005).
 */
export class LineSearch {
  /** x + α p of the last trial. */
  readonly point: Float64Array;
  /** ∂f/∂x there. */
  readonly gradient: Float64Array;
  /** f there. */
  value = 0;
  /** Evaluations of f so far, over all searches. */
  nEvaluations = 0;
  private readonly objective: Objective;
  private x: Float64Array;
  private p: Float64Array;

  constructor(objective: Objective, nVariables: number) {
    this.objective = objective;
    this.point = new Float64Array(nVariables);
    this.gradient = new Float64Array(nVariables);
    this.x = this.point;
    this.p = this.point;
  }

  /**
   * @param x where it starts. @param value f(x). @param slope ∂f/∂x · p, below 0. @param p the direction.
   * @param first the first α to try.
   * @returns whether a step was found; `point`, `value` and `gradient` then belong to it.
   */
  search(x: Float64Array, value: number, slope: number, p: Float64Array, first: number): boolean {
    this.x = x;
    this.p = p;
    const start: Trial = { alpha: 0, value, slope };
    let before = start;
    let alpha = first;
    for (let i = 0; i < MOST_TRIALS; i++) {
      const trial = this.evaluate(alpha);
      if (rises(start, trial) || (i > 0 && trial.value >= before.value)) {
        return this.zoom(start, before, trial, MOST_TRIALS - i);
      }
      if (Math.abs(trial.slope) <= -C2 * slope) return true;
      if (trial.slope >= 0) return this.zoom(start, trial, before, MOST_TRIALS - i);
      before = trial;
      alpha *= 2;
    }
    return false;
  }

  /** Algorithm 3.6: between `low`, the best trial so far, and `high` lie steps that satisfy the conditions. */
  private zoom(start: Trial, low: Trial, high: Trial, nTrials: number): boolean {
    for (let i = 0; i < nTrials; i++) {
      const trial = this.evaluate(interpolate(low, high));
      if (rises(start, trial) || trial.value > low.value + rounding(start)) {
        high = trial;
        continue;
      }
      if (Math.abs(trial.slope) <= -C2 * start.slope) return true;
      if (trial.slope * (high.alpha - low.alpha) >= 0) high = low;
      low = trial;
    }
    return false;
  }

  private evaluate(alpha: number): Trial {
    const { x, p, point, gradient } = this;
    for (let j = 0; j < point.length; j++) point[j] = x[j] + alpha * p[j];
    this.value = this.objective(point, gradient);
    this.nEvaluations++;
    let slope = 0;
    for (let j = 0; j < point.length; j++) slope += gradient[j] * p[j];
    return { alpha, value: this.value, slope };
  }
}

/** What two values of f may differ by through rounding alone. */
function rounding(start: Trial): number {
  return 8 * Number.EPSILON * Math.abs(start.value);
}

/** Not a sufficient decrease; NaN and infinity are none either. */
function rises(start: Trial, { alpha, value, slope }: Trial): boolean {
  return !(value <= start.value + C1 * alpha * start.slope + rounding(start)) || Number.isNaN(slope);
}

/** The minimum of the cubic through both values and slopes (eq. 3.59), kept off the ends; the middle when there is none. */
function interpolate(a: Trial, b: Trial): number {
  const width = b.alpha - a.alpha;
  const d1 = a.slope + b.slope - (3 * (b.value - a.value)) / width;
  const d2 = Math.sign(width) * Math.sqrt(d1 * d1 - a.slope * b.slope);
  const share = 1 - (b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2);
  return a.alpha + width * (share > 0.05 && share < 0.95 ? share : 0.5);
}
