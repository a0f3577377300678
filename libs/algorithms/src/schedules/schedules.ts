import { chooseByName } from "../validation/parameters.ts";

/** The step size ηₜ of the t-th row an SGD run sees (t = 1, 2, …, counted over epochs), from the first one η₀. */
export type Schedule = (eta0: number, t: number) => number;

/** The exponent of `invscaling`: scikit-learn's default `power_t` of `SGDRegressor`. */
const POWER_T = 0.25;

/**
 *     constant      ηₜ = η₀
 *     invscaling    ηₜ = η₀ / t^0.25
 */
const SCHEDULES = {
  constant: (eta0) => eta0,
  invscaling: (eta0, t) => eta0 / t ** POWER_T,
} satisfies Record<string, Schedule>;

/** A learning-rate schedule by the name that users give. */
export type ScheduleName = keyof typeof SCHEDULES;

/** @throws ParameterError that lists the names when there is no such schedule. */
export function scheduleByName(name: ScheduleName): Schedule {
  return chooseByName(SCHEDULES, "rate", name);
}
