import { checkBetween, checkNonNegative, chooseByName } from "../validation/parameters.ts";

export interface PenaltyOptions {
  /** `l2`, `l1`, `elasticnet` (both), or `null` for none. */
  penalty: PenaltyName | null;
  /** Strength α ≥ 0. */
  alpha: number;
  /** ρ, the share of l1 in `elasticnet`, 0…1. Default 0.15. */
  l1Ratio?: number;
}

/** ρ of each penalty, from the one given. */
const L1_SHARES = {
  l2: () => 0,
  l1: () => 1,
  elasticnet: (l1Ratio: number) => l1Ratio,
} satisfies Record<string, (l1Ratio: number) => number>;

/** A penalty by the name that users give. */
export type PenaltyName = keyof typeof L1_SHARES;

/**
 * What keeps the weights w small; biases are never penalised:
 *
 *     R(w) = α (ρ ‖w‖₁ + (1 − ρ)/2 ‖w‖²)        ρ = 0: l2, 1: l1, between: elasticnet
 *
 * (Tikhonov, 1963; Tibshirani, Regression Shrinkage and Selection via the Lasso, 1996; Zou & Hastie, 2005.) The smooth
 * part enters the gradient. ‖w‖₁ has none at 0, so it is applied after the step, by its proximal operator.
 */
export interface Penalty {
  /** α ρ ≥ 0, the strength of ‖w‖₁. */
  readonly l1: number;
  /** α (1 − ρ) ≥ 0, the strength of ½‖w‖². */
  readonly l2: number;
}

/** @throws ParameterError that names the option, its rule and the value. */
export function createPenalty({ penalty, alpha, l1Ratio = 0.15 }: PenaltyOptions): Penalty {
  checkNonNegative("alpha", alpha);
  checkBetween(0, 1, "l1Ratio", l1Ratio);
  if (penalty === null) return { l1: 0, l2: 0 };
  const rho = chooseByName(L1_SHARES, "penalty", penalty)(l1Ratio);
  return { l1: alpha * rho, l2: alpha * (1 - rho) };
}

/** @param nWeights the first so many parameters are weights. @returns R(w). */
export function penaltyValue({ l1, l2 }: Penalty, parameters: Float64Array, nWeights: number): number {
  let magnitudes = 0;
  let squares = 0;
  for (let j = 0; j < nWeights; j++) {
    magnitudes += Math.abs(parameters[j]);
    squares += parameters[j] * parameters[j];
  }
  return l1 * magnitudes + (l2 / 2) * squares;
}

/** Adds the gradient of the smooth part: gⱼ += α (1 − ρ) wⱼ. */
export function addPenaltyGradient(
  { l2 }: Penalty,
  parameters: Float64Array,
  gradient: Float64Array,
  nWeights: number,
): void {
  for (let j = 0; j < nWeights; j++) gradient[j] += l2 * parameters[j];
}

/**
 * The proximal operator of η α ρ ‖w‖₁, which a step of size η is followed by (Daubechies, Defrise & De Mol, 2004; the
 * iterative shrinkage-thresholding algorithm):
 *
 *     wⱼ ← sign(wⱼ) max(|wⱼ| − η α ρ, 0)
 */
export function shrink({ l1 }: Penalty, eta: number, parameters: Float64Array, nWeights: number): void {
  const threshold = eta * l1;
  if (threshold === 0) return;
  for (let j = 0; j < nWeights; j++) {
    const w = parameters[j];
    parameters[j] = Math.sign(w) * Math.max(Math.abs(w) - threshold, 0);
  }
}
