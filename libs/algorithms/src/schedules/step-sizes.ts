import { ParameterError } from "../errors.ts";
import { checkIntegerAtLeast, checkPositive, chooseByName } from "../validation/parameters.ts";

/** The step sizes of a training of which it is known how many steps it will have: plain data, which can travel and be saved. */
export interface StepSizes {
  readonly schedule: StepScheduleName;
  /** η₀ > 0 */
  readonly eta0: number;
  /** T ≥ 1, steps of the whole training. */
  readonly nSteps: number;
  /** W, an integer from 0 to T − 1: steps in which the step size grows to η₀. */
  readonly warmupSteps: number;
  /** The exponent of `invscaling`, finite. */
  readonly powerT: number;
  /** γ of `step` and `exponential`, 0 < γ ≤ 1. */
  readonly gamma: number;
  /** k > 0 of `step` and `exponential`: after so many steps the step size is γ times what it was. */
  readonly decaySteps: number;
  /** η_min of `cosine`, 0…η₀. */
  readonly etaMin: number;
}

/** ηᵤ, u = 1 … U, after the warm-up. */
const SCHEDULES = {
  constant: ({ eta0 }) => eta0,
  invscaling: ({ eta0, powerT }, u) => eta0 / u ** powerT,
  step: ({ eta0, gamma, decaySteps: k }, u) => eta0 * gamma ** Math.floor((u - 1) / k),
  exponential: ({ eta0, gamma, decaySteps: k }, u) => eta0 * gamma ** ((u - 1) / k),
  cosine: ({ eta0, etaMin }, u, U) =>
    etaMin + ((eta0 - etaMin) * (1 + Math.cos((Math.PI * (u - 1)) / U))) / 2,
} satisfies Record<string, (sizes: StepSizes, u: number, U: number) => number>;

/** A schedule by the name that users give. */
export type StepScheduleName = keyof typeof SCHEDULES;

/**
 * ηₜ of step t = 1 … T. In a warm-up of W steps, and then with u = t − W and U = T − W:
 *
 *     warm-up        η₀ t / W                                         (Goyal et al., Accurate, Large Minibatch SGD, 2017)
 *     constant       η₀
 *     invscaling     η₀ / u^powerT
 *     step           η₀ γ^⌊(u − 1) / k⌋
 *     exponential    η₀ γ^((u − 1) / k)
 *     cosine         η_min + ½ (η₀ − η_min) (1 + cos(π (u − 1) / U))    (Loshchilov & Hutter, SGDR, 2017, without restarts)
 *
 * It follows from t alone, so a training that goes on from a checkpoint has the step sizes that it would have had.
 */
export function stepSizeAt(sizes: StepSizes, t: number): number {
  const { schedule, eta0, nSteps: T, warmupSteps: W } = sizes;
  return t <= W ? (eta0 * t) / W : SCHEDULES[schedule](sizes, t - W, T - W);
}

/**
 * @param parameter what the user calls the schedule, for the message.
 * @throws ParameterError that names what is out of its range, or unless the sizes of all steps are finite numbers > 0.
 */
export function checkStepSizes(sizes: StepSizes, parameter = "schedule"): void {
  const { schedule, eta0, nSteps, warmupSteps, powerT, gamma, decaySteps, etaMin } = sizes;
  chooseByName(SCHEDULES, parameter, schedule);
  checkPositive("eta0", eta0);
  checkIntegerAtLeast(1, "nSteps", nSteps);
  checkIntegerAtLeast(0, "warmupSteps", warmupSteps);
  if (warmupSteps >= nSteps)
    throw new ParameterError("warmupSteps", `be below nSteps, ${nSteps}`, warmupSteps);
  if (!Number.isFinite(powerT)) throw new ParameterError("powerT", "be a finite number", powerT);
  checkPositive("decaySteps", decaySteps);
  if (!(gamma > 0 && gamma <= 1))
    throw new ParameterError("gamma", "be a number above 0 and at most 1", gamma);
  if (!(etaMin >= 0 && etaMin <= eta0))
    throw new ParameterError("etaMin", `be a number from 0 to the first step size, ${eta0}`, etaMin);
  // After the warm-up none of them turns: the last step is the smallest, or the largest.
  const last = stepSizeAt(sizes, nSteps);
  if (Number.isFinite(last) && last > 0) return;
  throw new ParameterError(parameter, `have a finite step size > 0 at step ${nSteps}, the last`, last);
}
