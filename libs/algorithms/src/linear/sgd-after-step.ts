/**
 * What follows a step of stochastic gradient descent on the weights w and the bias b of one output, beside the step
 * itself: the l1 penalty, and the average of the iterates.
 */
export class AfterStep {
  private readonly l1: CumulativeL1 | null;
  private readonly average: RunningAverage | null;

  constructor(l1: CumulativeL1 | null, average: RunningAverage | null) {
    this.l1 = l1;
    this.average = average;
  }

  /** @param eta ηₜ. @param keep what the step multiplied w by. @param t the number of the step, from 1. */
  apply(w: Float64Array, bias: Float64Array, eta: number, keep: number, t: number): void {
    const { l1, average } = this;
    if (average !== null) average.add(w, bias, keep, t);
    if (l1 !== null) l1.truncate(w, eta, average);
  }
}

/**
 * The truncated cumulative penalty (Tsuruoka, Tsujii & Ananiadou, Stochastic Gradient Descent Training for
 * L1-regularized Log-linear Models with Cumulative Penalty, 2009): u is all the penalty there was so far, qⱼ what weight j
 * has received of it. A step moves wⱼ towards 0 by what it still owes, and not past 0:
 *
 *     u ← u + η α ρ
 *     wⱼ ← max(0, wⱼ − (u + qⱼ)) where wⱼ > 0,  min(0, wⱼ + (u − qⱼ)) where wⱼ < 0
 *     qⱼ ← qⱼ + (change of wⱼ)
 */
export class CumulativeL1 {
  /** α ρ */
  private readonly strength: number;
  private readonly q: Float64Array;
  private readonly before: Float64Array;
  private u = 0;

  constructor(strength: number, nFeatures: number) {
    this.strength = strength;
    this.q = new Float64Array(nFeatures);
    this.before = new Float64Array(nFeatures);
  }

  /** @param average moves along, as scikit-learn's does. */
  truncate(w: Float64Array, eta: number, average: RunningAverage | null): void {
    this.u += eta * this.strength;
    if (average === null) truncateWeights(w, this.q, this.u);
    else this.truncateBoth(w, average);
  }

  private truncateBoth(w: Float64Array, average: RunningAverage): void {
    const { before } = this;
    before.set(w);
    truncateWeights(w, this.q, this.u);
    for (let j = 0; j < w.length; j++) average.moveAlong(j, w[j] - before[j]);
  }
}

/** Comparisons, which are mostly foreseen, where `Math.max` and `Math.min` would be waited for. */
function truncateWeights(w: Float64Array, q: Float64Array, u: number): void {
  for (let j = 0; j < w.length; j++) {
    const before = w[j];
    let after = before;
    if (before > 0) {
      after = before - (u + q[j]);
      if (after < 0) after = 0;
    } else if (before < 0) {
      after = before + (u - q[j]);
      if (after > 0) after = 0;
    }
    w[j] = after;
    q[j] += after - before;
  }
}

/**
 * The mean of the iterates from step `from` on (Polyak & Juditsky, Acceleration of Stochastic Approximation by Averaging,
 * 1992). With N = t − from + 1,
 *
 *     w̄ ← w̄ + (w − w̄) / N        b̄ ← b̄ + (b − b̄) / N
 *
 * scikit-learn keeps w̄ as a multiple of w and a rest, so that a truncation by the l1 penalty, which comes after, moves the
 * average as if the iterates before had been truncated too, each in its scale: by r times the change, where r is the
 * mean over the iterates of their scale divided by the one of today (without l2: r = 1). We do the same. So an average
 * with l1 may be far from the mean of the iterates, and from the optimum: average with l2.
 */
export class RunningAverage {
  private readonly w: Float64Array;
  private readonly bias: Float64Array;
  private readonly from: number;
  private r = 0;

  /** @param w receives w̄, @param bias receives b̄: views; they go on from what they hold. @param from from 1. */
  constructor(w: Float64Array, bias: Float64Array, from: number) {
    this.w = w;
    this.bias = bias;
    this.from = from;
  }

  add(w: Float64Array, bias: Float64Array, keep: number, t: number): void {
    const N = t - this.from + 1;
    if (N < 1) return;
    this.r = keep > 0 ? ((1 - 1 / N) * this.r) / keep + 1 / N : 0;
    for (let j = 0; j < w.length; j++) this.w[j] += (w[j] - this.w[j]) / N;
    this.bias[0] += (bias[0] - this.bias[0]) / N;
  }

  moveAlong(j: number, change: number): void {
    this.w[j] += this.r * change;
  }
}
