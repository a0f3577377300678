import { randomUUID } from "node:crypto";
import type { BareWorker } from "./fleet.ts";
import { GRADIENT } from "./settings.ts";

interface Answer {
  gradient?: number[];
  update?: number[];
  loss: number;
  nSamples: number;
}

/**
 * The parameter server as one would write it in a minute: send θ, wait for all, take the weighted mean, step.
 *
 * @param nParameters 22 for a logistic regression on 21 features.
 * @returns the mean loss of the last round, to compare with ours.
 */
export async function bareRounds(
  workers: readonly Pick<BareWorker, "post">[],
  path: "/gradient" | "/local-epochs",
  nRounds: number,
  nParameters: number,
): Promise<number> {
  const fitId = randomUUID();
  const parameters = new Float64Array(nParameters);
  let loss = NaN;
  for (let round = 1; round <= nRounds; round++) {
    const body = JSON.stringify({ fitId, round, parameters: Array.from(parameters) });
    const answers = await Promise.all(workers.map((worker) => worker.post<Answer>(path, body)));
    loss = meanLoss(answers);
    const mean = weightedMean(answers, nParameters);
    if (path === "/gradient") step(parameters, mean);
    else for (let j = 0; j < nParameters; j++) parameters[j] -= mean[j];
  }
  return loss;
}

function meanLoss(answers: readonly Answer[]): number {
  const total = answers.reduce((sum, { nSamples }) => sum + nSamples, 0);
  return answers.reduce((sum, { loss, nSamples }) => sum + nSamples * loss, 0) / total;
}

function weightedMean(answers: readonly Answer[], nParameters: number): Float64Array {
  const total = answers.reduce((sum, { nSamples }) => sum + nSamples, 0);
  const mean = new Float64Array(nParameters);
  for (const { gradient, update, nSamples } of answers) {
    const values = (gradient ?? update)!;
    for (let j = 0; j < nParameters; j++) mean[j] += (nSamples / total) * values[j];
  }
  return mean;
}

/** θ ← θ − η (g + α w); the last parameter is the bias, which is not penalised. */
function step(parameters: Float64Array, gradient: Float64Array): void {
  const { learningRate, alpha } = GRADIENT;
  const last = parameters.length - 1;
  for (let j = 0; j < last; j++) parameters[j] -= learningRate * (gradient[j] + alpha * parameters[j]);
  parameters[last] -= learningRate * gradient[last];
}
