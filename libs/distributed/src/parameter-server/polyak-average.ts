import type { ParameterServerSettings } from "./settings.ts";

/** The mean of θ over rounds, as it grows. */
export interface PolyakAverage {
  /** Length nParameters. */
  mean: Float64Array;
  /** Rounds that are in it. */
  rounds: number;
}

/**
 * Takes θ after a round into the mean (Ruppert, 1988; Polyak & Juditsky, Acceleration of Stochastic Approximation by
 * Averaging, 1992). For the t-th round of the mean:
 *
 *     θ̄ ← θ̄ + (θ − θ̄) / t
 *
 * A round before the one from which `average` counts changes nothing.
 */
export function takeIntoAverage(
  average: PolyakAverage,
  parameters: Float64Array,
  round: number,
  { average: from }: ParameterServerSettings,
): void {
  if (from === false || round < Number(from)) return;
  const t = (average.rounds += 1);
  const { mean } = average;
  for (let j = 0; j < mean.length; j++) mean[j] += (parameters[j] - mean[j]) / t;
}
