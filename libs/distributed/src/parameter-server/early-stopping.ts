import type { ParameterServerSettings } from "./settings.ts";
import type { Validation } from "./messages.ts";

/** How long the loss on the rows held out (`adaptive`: on the others, when there are none) has not fallen; plain data. */
export interface Patience {
  /** The smallest loss so far, over `nSamples` rows. */
  best: number;
  nSamples: number;
  /** Rounds in a row in which it did not fall by more than `tol` below the best. */
  unchanged: number;
  /** The validation loss of the last round; `null` when nobody told one. */
  last: number | null;
}

export const FRESH: Patience = { best: Infinity, nSamples: 0, unchanged: 0, last: null };

/**
 * The loss over all rows held out, merged like the training loss, in worker order:
 *
 *     V = Σ m_k V_k / Σ m_k
 *
 * @returns `null` when nobody holds out a row.
 */
export function mergeValidation(told: readonly (Validation | undefined)[]): Validation | null {
  const given = told.flatMap((validation) => validation ?? []);
  const nSamples = given.reduce((sum, validation) => sum + validation.nSamples, 0);
  if (nSamples === 0) return null;
  // m_k / m first: one worker alone tells the loss, bit for bit.
  const loss = given.reduce((sum, each) => sum + (each.nSamples / nSamples) * each.loss, 0);
  return { loss, nSamples };
}

/**
 * The patience after one more round. A loss is compared only with losses over the same rows: when a worker died, its
 * rows are missing and the comparison starts anew.
 */
export function afterRound(patience: Patience, validation: Validation | null, tol: number): Patience {
  if (validation === null) return { ...patience, last: null };
  const { loss, nSamples } = validation;
  const { best, unchanged } = nSamples === patience.nSamples ? patience : FRESH;
  return {
    best: Math.min(best, loss),
    nSamples,
    unchanged: best - loss > tol ? 0 : unchanged + 1,
    last: loss,
  };
}

/** Whether training stops here. */
export function isExhausted({ unchanged }: Patience, { nIterNoChange }: ParameterServerSettings): boolean {
  return unchanged >= nIterNoChange;
}

/** Why training with the schedule `adaptive` ended, for the report. */
export function whyExhausted(
  { best }: Patience,
  { tol, nIterNoChange }: ParameterServerSettings,
  round: number,
): string {
  return (
    `Stopped in round ${round}: the loss did not fall by more than ${tol} for ${nIterNoChange} rounds (best ` +
    `${best.toPrecision(4)}), and the step size of the schedule adaptive is at its least.`
  );
}

/** Why training with early stopping ended, for the report. */
export function whyStopped(
  patience: Patience,
  { tol, nIterNoChange, epsilon }: ParameterServerSettings,
  round: number,
  converged: boolean,
): string {
  const { best, last, unchanged } = patience;
  if (unchanged >= nIterNoChange) {
    return (
      `Early stopping in round ${round}: for ${nIterNoChange} rounds the validation loss did not fall by more than ` +
      `${tol} (best ${best.toPrecision(4)}).`
    );
  }
  if (converged) return `Stopped in round ${round} by epsilon (${epsilon}), not by early stopping.`;
  if (last === null) return "No early stopping: no worker told a validation loss.";
  return `No early stopping: the validation loss still fell (${last.toPrecision(4)}) after maxIter rounds.`;
}
