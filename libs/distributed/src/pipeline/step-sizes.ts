import {
  checkPositive,
  checkStepSizes,
  ParameterError,
  type StepScheduleName,
  type StepSizes,
} from "@chimera/algorithms";
import { stepsPerEpoch, type Batches } from "./batches.ts";

/** How large the steps of a pipeline's optimizer are. */
export interface StepSizeOptions {
  /**
   * Step size η > 0, or a schedule of it (`stepSizeAt` has the formulas): `constant`, `invscaling`, `step`, `exponential` or
   * `cosine`. A warm start begins it anew. Default 1e-3.
   */
  learningRate?: number | StepScheduleName;
  /** η₀ > 0 of a schedule. Default 1e-3. */
  eta0?: number;
  /** The exponent of `invscaling`, η₀ / t^powerT, t counting steps; finite. Default 0.25. */
  powerT?: number;
  /** γ of `step` and `exponential`, 0 < γ ≤ 1. Default 0.5. */
  gamma?: number;
  /** Epochs > 0 after which the step size of `step` (at once) or `exponential` (little by little) is γ times what it was. Default 5. */
  decayEpochs?: number;
  /** Where `cosine` ends, 0…η₀. Default 0. */
  etaMin?: number;
  /** Epochs ≥ 0, fewer than `epochs`, in which the step size grows to its first value, of a number too. Default 0. */
  warmupEpochs?: number;
}

export const STEP_SIZE_DEFAULTS = {
  powerT: 0.25,
  gamma: 0.5,
  decayEpochs: 5,
  etaMin: 0,
  warmupEpochs: 0,
} satisfies StepSizeOptions;

/** The options with their defaults. */
export interface StepSizeSettings extends Required<Omit<StepSizeOptions, "learningRate" | "eta0">> {
  learningRateSchedule: StepScheduleName;
  /** η₀ */
  learningRate: number;
}

/** Which schedules heed an option. */
const HEEDED_BY = {
  gamma: ["step", "exponential"],
  decayEpochs: ["step", "exponential"],
  etaMin: ["cosine"],
} as const;

/** @param schedule `null`: a number. @throws ParameterError for an option that the step size does not go by. */
export function refuseUnheeded(schedule: string | null, options: StepSizeOptions): void {
  if (schedule === null && options.eta0 !== undefined)
    throw new ParameterError("eta0", "be left out unless learningRate is a schedule", options.eta0);
  for (const [option, schedules] of Object.entries(HEEDED_BY)) {
    const value = options[option as keyof typeof HEEDED_BY];
    if (value !== undefined && !(schedules as readonly (string | null)[]).includes(schedule))
      throw new ParameterError(option, `be left out unless learningRate is ${schedules.join(" or ")}`, value);
  }
}

/** What can be told before the rows are counted. @throws ParameterError by the user's names. */
export function checkStepSizeSettings(settings: StepSizeSettings & { epochs: number }): void {
  const { epochs, decayEpochs, warmupEpochs } = settings;
  checkPositive("decayEpochs", decayEpochs);
  if (!(warmupEpochs >= 0 && warmupEpochs < epochs))
    throw new ParameterError("warmupEpochs", `be a number ≥ 0 and below epochs, ${epochs}`, warmupEpochs);
  checkStepSizes(sizesOf(settings, { nSteps: 1, warmupSteps: 0, decaySteps: decayEpochs }), "learningRate");
}

/**
 * What the user says in epochs, in steps of so many rows.
 *
 * @throws ParameterError when a step would have no size, or an infinite one.
 */
export function stepSizesFor(
  settings: StepSizeSettings & Omit<Batches, "nRows"> & { epochs: number },
  nRows: number,
): StepSizes {
  const { epochs, decayEpochs, warmupEpochs, batchSize, seed, shuffle } = settings;
  const S = stepsPerEpoch({ nRows, batchSize, seed, shuffle });
  const sizes = sizesOf(settings, {
    nSteps: epochs * S,
    warmupSteps: Math.floor(warmupEpochs * S),
    decaySteps: decayEpochs * S,
  });
  checkStepSizes(sizes, "learningRate");
  return sizes;
}

function sizesOf(
  { learningRateSchedule: schedule, learningRate: eta0, powerT, gamma, etaMin }: StepSizeSettings,
  steps: Pick<StepSizes, "nSteps" | "warmupSteps" | "decaySteps">,
): StepSizes {
  return { schedule, eta0, powerT, gamma, etaMin, ...steps };
}
