import { isExhausted, whyExhausted, whyStopped } from "./early-stopping.ts";
import { smallerSteps, type Training } from "./training.ts";

/** The training, the round it is in, and the losses of the first round and of the one before. */
export interface Progress {
  training: Training;
  round: number;
  firstLoss: number | null;
  loss: number | null;
}

/** What there is to say when training is over. */
export function remarksOf(progress: Progress, converged: boolean): string[] {
  const { training, round } = progress;
  const { settings, patience, average } = training;
  const remarks = warningsOf(progress);
  if (settings.earlyStopping) remarks.push(whyStopped(patience, settings, round, converged));
  else if (isExhausted(patience, settings)) remarks.push(whyExhausted(patience, settings, round));
  if (settings.average !== false && average.rounds === 0) {
    remarks.push(`No average: training ended before round ${Number(settings.average)} made a step.`);
  }
  return remarks;
}

/** A training that went on but got nowhere tells so: raw features of different scale are the usual reason. */
function warningsOf({ training, round, firstLoss, loss }: Progress): string[] {
  if (round === 1 || firstLoss === null || loss === null || loss < firstLoss) return [];
  const { standardize } = training.settings;
  const cure = standardize ? "" : "set standardize: true, or ";
  return [
    `The loss did not fall (${firstLoss.toPrecision(4)} in round 1, ${loss.toPrecision(4)} in round ${round}): ` +
      `${cure}${smallerSteps(training.settings)}.`,
  ];
}
