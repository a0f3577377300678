import { ParameterError } from "../errors.ts";
import type { PointwiseLoss } from "../losses/pointwise-loss.ts";
import { checkNonNegative, checkPositive, chooseByName } from "../validation/parameters.ts";

export interface ScheduleOptions {
  /** η₀ > 0, the first step size; not used by `optimal`. */
  eta0: number;
  /** The exponent of `invscaling`, finite. Default 0.25. */
  powerT?: number;
  /** α > 0, the strength of the penalty, which `optimal` goes by. */
  alpha?: number;
  /** The loss that `optimal` goes by. Default: one whose slope is at most 1. */
  loss?: PointwiseLoss;
}

/** What a schedule remembers, as plain data: it can travel and be saved. */
export interface ScheduleState {
  /** The step size where it does not follow from t alone (`adaptive`). */
  eta: number;
}

/** The step size ηₜ of the t-th step of a run (t = 1, 2, …, counted over epochs). It holds nothing but its settings. */
export interface Schedule {
  readonly name: ScheduleName;
  /** The state before the first step. */
  init(): ScheduleState;
  /** ηₜ */
  rate(state: ScheduleState, t: number): number;
  /**
   * What to do when the loss no longer improves. @returns whether to go on (with a smaller step size, noted in
   * `state`); false: training is done.
   */
  slowDown(state: ScheduleState): boolean;
}

type RateOf = Pick<Schedule, "rate" | "slowDown">;

/** `adaptive` divides its step size by this, until it is no longer above the smallest one. */
const ADAPTIVE_DIVISOR = 5;
const SMALLEST_ADAPTIVE = 1e-6;

const stop = () => false;

/**
 *     constant      ηₜ = η₀
 *     optimal       ηₜ = 1 / (α (t₀ + t − 1))    (Bottou, Stochastic Gradient Descent Tricks, 2012)
 *     invscaling    ηₜ = η₀ / t^powerT
 *     adaptive      ηₜ = η₀, divided by 5 whenever the loss no longer improves, while it is above 1e-6
 *
 * The names and the formulas are those of scikit-learn's SGD.
 */
const SCHEDULES = {
  constant: ({ eta0 }) => ({ rate: () => eta0, slowDown: stop }),
  optimal: ({ alpha = 0, loss }) => {
    checkAlphaOfOptimal(alpha);
    const t0 = firstStepOfOptimal(alpha, loss);
    return { rate: (_state, t) => 1 / (alpha * (t0 + t - 1)), slowDown: stop };
  },
  invscaling: ({ eta0, powerT = 0.25 }) => ({ rate: (_state, t) => eta0 / t ** powerT, slowDown: stop }),
  adaptive: () => ({
    rate: ({ eta }) => eta,
    slowDown(state) {
      if (!(state.eta > SMALLEST_ADAPTIVE)) return false;
      state.eta /= ADAPTIVE_DIVISOR;
      return true;
    },
  }),
} satisfies Record<string, (options: ScheduleOptions) => RateOf>;

/** A learning-rate schedule by the name that users give. */
export type ScheduleName = keyof typeof SCHEDULES;

/**
 * @param parameter what the user calls the schedule's name, for the message.
 * @throws ParameterError that lists the names when there is no such schedule, or names the option that is out of range.
 */
export function createSchedule(
  name: ScheduleName,
  options: ScheduleOptions,
  parameter = "schedule",
): Schedule {
  const make = chooseByName(SCHEDULES, parameter, name);
  const { eta0, powerT = 0.25 } = options;
  if (name === "optimal") checkNonNegative("eta0", eta0);
  else checkPositive("eta0", eta0);
  if (!Number.isFinite(powerT)) throw new ParameterError("powerT", "be a finite number", powerT);
  return { name, init: () => ({ eta: eta0 }), ...make(options) };
}

function checkAlphaOfOptimal(alpha: number): void {
  if (Number.isFinite(alpha) && alpha > 0) return;
  throw new ParameterError(
    "alpha",
    "be a finite number > 0 for the schedule optimal, which goes by it",
    alpha,
  );
}

/**
 * t₀, so that the first step is as large as a typical weight: ŵ = α^(−1/4), η₁ = ŵ / max(1, l'(1, −ŵ)), t₀ = 1 / (α η₁).
 * A loss falls towards its target, so that the derivative there is below 0 and the maximum is 1, as in scikit-learn.
 */
function firstStepOfOptimal(alpha: number, loss: PointwiseLoss | undefined): number {
  const typicalWeight = Math.sqrt(1 / Math.sqrt(alpha));
  const slope = loss?.derivative(1, -typicalWeight) ?? 1;
  const eta1 = typicalWeight / Math.max(1, slope);
  return 1 / (eta1 * alpha);
}
