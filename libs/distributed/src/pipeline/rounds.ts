/** The steps of a round: [from, to). */
export interface RoundSteps {
  readonly from: number;
  readonly to: number;
}

/** Rounds r = 1, 2, …: each epoch's steps are divided into as many rounds, as even as can be. */
export function stepsOfRound(round: number, stepsPerEpoch: number, roundsPerEpoch: number): RoundSteps {
  const epoch = Math.floor((round - 1) / roundsPerEpoch);
  const i = (round - 1) % roundsPerEpoch;
  const at = (share: number): number =>
    epoch * stepsPerEpoch + Math.floor((share * stepsPerEpoch) / roundsPerEpoch);
  return { from: at(i), to: at(i + 1) };
}
