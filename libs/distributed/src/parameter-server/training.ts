import {
  addPenaltyGradient,
  createOptimizer,
  createPenalty,
  largestComponent,
  type LinearModel,
  type Optimizer,
  type OptimizerState,
  type Penalty,
} from "@chimera/algorithms";
import type { WorkerName } from "../coordinator/coordinator.ts";
import { CoordinationError } from "../coordinator/errors.ts";
import type { Agreement } from "./agreement.ts";
import { averageOf, type Contribution } from "./average.ts";
import { linearModelOf } from "./linear-model.ts";
import type { ParameterServerAnswer } from "./messages.ts";
import type { ParameterServerSettings } from "./settings.ts";
import { startingParameters, type TrainedLinearModel } from "./trained-model.ts";

/** What the master holds while it trains. The vectors are reused in place from round to round. */
export interface Training {
  readonly settings: ParameterServerSettings;
  readonly agreement: Agreement;
  readonly model: LinearModel;
  readonly penalty: Penalty;
  /** θ, length nParameters. */
  readonly parameters: Float64Array;
  /** The mean gradient or update of the round. */
  readonly mean: Float64Array;
  readonly optimizer: Optimizer;
  readonly optimizerState: OptimizerState;
}

export interface RoundResult {
  /** Mean loss over the rows of those who answered, before the update; `null` when nobody told one. */
  loss: number | null;
  /** ‖θ after − θ before‖ */
  updateNorm: number;
  /** Whether max |g_j|, or max |Δ_j|, is below `epsilon`. A gradient that small takes no step. */
  converged: boolean;
}

export function beginTraining(
  settings: ParameterServerSettings,
  agreement: Agreement,
  warmStart: TrainedLinearModel | undefined,
): Training {
  const model = linearModelOf({ ...settings, ...agreement });
  const optimizer = createOptimizer(settings.optimizer, settings);
  return {
    settings,
    agreement,
    model,
    penalty: createPenalty({ penalty: "l2", alpha: settings.alpha }),
    parameters: startingParameters(model, agreement, warmStart),
    mean: new Float64Array(model.nParameters),
    optimizer,
    optimizerState: optimizer.init(model.nParameters),
  };
}

/**
 * One round's arithmetic, with the answers in worker order:
 *
 *     gradient mode        g = Σ n_k g_k(θ) / Σ n_k + α w        θ ← optimizer(θ, g)
 *     local-epochs mode    Δ = Σ n_k (θ − θ_k) / Σ n_k           θ ← θ − Δ
 *
 * @throws CoordinationError (`diverged`) when a worker's answer or the step is no longer finite.
 */
export function applyRound(
  training: Training,
  answers: readonly [WorkerName, ParameterServerAnswer][],
  round: number,
): RoundResult {
  const { settings, agreement, model, penalty, parameters, mean, optimizer, optimizerState } = training;
  const lost = answers.find(([, answer]) => answer.type === "diverged");
  if (lost) throw diverged(settings, round, lost);
  const loss = averageOf(contributionsOf(answers), agreement.plainMean, mean);
  const isGradient = agreement.mode === "gradient";
  if (isGradient) addPenaltyGradient(penalty, parameters, mean, model.nWeights);
  const converged = largestComponent(mean) < settings.epsilon;
  let updateNorm = 0;
  if (!isGradient) updateNorm = subtract(parameters, mean);
  else if (!converged) updateNorm = optimizer.update(optimizerState, parameters, mean);
  if (!Number.isFinite(updateNorm)) throw diverged(settings, round);
  return { loss, updateNorm, converged };
}

function contributionsOf(answers: readonly [WorkerName, ParameterServerAnswer][]): Contribution[] {
  return answers.flatMap(([, answer]): Contribution[] => {
    if (answer.type === "gradient") return [{ ...answer, values: answer.gradient }];
    if (answer.type === "update") return [{ ...answer, values: answer.update }];
    return [];
  });
}

/** θ ← θ − Δ. @returns ‖Δ‖ */
function subtract(parameters: Float64Array, update: Float64Array): number {
  let squares = 0;
  for (let j = 0; j < parameters.length; j++) {
    parameters[j] -= update[j];
    squares += update[j] ** 2;
  }
  return Math.sqrt(squares);
}

function diverged(
  { learningRate, standardize }: ParameterServerSettings,
  round: number,
  lost?: readonly [WorkerName, ParameterServerAnswer],
): CoordinationError {
  const loss = lost?.[1].type === "diverged" ? ` (the loss on ${lost[0]} became ${lost[1].loss})` : "";
  return new CoordinationError(
    "diverged",
    `Training diverged in round ${round}${loss}: lower learningRate (it is ${learningRate})` +
      `${standardize ? "" : " or set standardize: true"}.`,
  );
}
