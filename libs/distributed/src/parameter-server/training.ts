import {
  addPenaltyGradient,
  createOptimizer,
  createPenalty,
  createSchedule,
  largestComponent,
  LinearModel,
  shrink,
  type GradientModel,
  type OptimizerState,
  type Penalty,
  type Schedule,
  type ScheduleState,
} from "@chimera/algorithms";
import type { WorkerName } from "../coordinator/coordinator.ts";
import { CoordinationError } from "../coordinator/errors.ts";
import type { Agreement } from "./agreement.ts";
import { averageOf, type Contribution } from "./average.ts";
import { afterRound, FRESH, isExhausted, mergeValidation, type Patience } from "./early-stopping.ts";
import type { ParameterServerAnswer, Validation } from "./messages.ts";
import { nWeightsOf, type ModelSource } from "./model-source.ts";
import { linearOptionsOf } from "./prepare-order.ts";
import { takeIntoAverage, type PolyakAverage } from "./polyak-average.ts";
import type { ParameterServerSettings } from "./settings.ts";
import { agreementWith, startingParameters, type TrainedModel } from "./trained-model.ts";

/** What the master holds while it trains. The vectors are reused in place from round to round. */
export interface Training {
  readonly settings: ParameterServerSettings;
  readonly agreement: Agreement;
  readonly model: GradientModel;
  readonly penalty: Penalty;
  /** θ, length nParameters. */
  readonly parameters: Float64Array;
  /** The mean gradient or update of the round. */
  readonly mean: Float64Array;
  readonly schedule: Schedule;
  readonly scheduleState: ScheduleState;
  readonly optimizerState: OptimizerState;
  readonly average: PolyakAverage;
  patience: Patience;
}

export interface RoundResult {
  /** Mean loss over the rows of those who answered, before the update; `null` when nobody told one. */
  loss: number | null;
  /** The same over the rows held out; `null` when nobody holds out any. */
  validationLoss: number | null;
  /** ‖θ after − θ before‖ */
  updateNorm: number;
  /** Whether max |g_j|, or max |Δ_j|, is below `epsilon`. A gradient that small takes no step. */
  converged: boolean;
  /** Whether the validation loss no longer fell. Then there is no step: θ is the one that loss belongs to. */
  stoppedEarly: boolean;
}

export function beginTraining(
  settings: ParameterServerSettings,
  source: ModelSource,
  agreed: Agreement,
  warmStart: TrainedModel | undefined,
): Training {
  const agreement = agreementWith(agreed, warmStart);
  const { columns, classes, mode } = agreement;
  const model = source.modelOf({ nFeatures: columns.length, classes }, linearOptionsOf(settings));
  const schedule = scheduleOf(settings, mode, model);
  return {
    settings,
    agreement,
    model,
    penalty: createPenalty(settings),
    parameters: startingParameters(model, agreement, settings.seed, warmStart),
    mean: new Float64Array(model.nParameters),
    schedule,
    scheduleState: schedule.init(),
    optimizerState: createOptimizer(settings.optimizer, { learningRate: settings.learningRate }).init(
      model.nParameters,
    ),
    average: { mean: new Float64Array(model.nParameters), rounds: 0 },
    patience: FRESH,
  };
}

function scheduleOf(
  { schedule, learningRates, powerT, alpha }: ParameterServerSettings,
  mode: Agreement["mode"],
  model: GradientModel,
): Schedule {
  const loss = model instanceof LinearModel ? model.lossOfScores : undefined;
  const pointwise = loss?.kind === "pointwise" && { loss: loss.pointwise };
  return createSchedule(schedule, { eta0: learningRates[mode], powerT, alpha, ...pointwise }, "learningRate");
}

/**
 * One round's arithmetic, with the answers in worker order:
 *
 *     gradient mode        g = Σ n_k g_k(θ) / Σ n_k + α (1 − ρ) w        θ ← prox(optimizer(θ, g, ηₜ))
 *     local-epochs mode    Δ = Σ n_k (θ − θ_k) / Σ n_k                   θ ← θ − Δ
 *
 * where prox is the proximal operator of an l1 penalty (`shrink`). Convergence is tested on g, the smooth part alone:
 * at an optimum with l1, |g_j| ≤ α ρ where w_j = 0 and g_j = −α ρ sign(w_j) elsewhere, which need not be small.
 *
 * @throws CoordinationError (`diverged`) when a worker's answer or the step is no longer finite.
 */
export function applyRound(
  training: Training,
  answers: readonly [WorkerName, ParameterServerAnswer][],
  round: number,
): RoundResult {
  const { settings, agreement, model, penalty, parameters, mean, average } = training;
  const lost = answers.find(([, answer]) => answer.type === "diverged");
  if (lost && round === 1 && agreement.mode === "gradient") throw unfitStart(lost);
  if (lost) throw diverged(settings, round, lost);
  const loss = averageOf(contributionsOf(answers), agreement.plainMean, mean);
  if (agreement.mode === "gradient") addPenaltyGradient(penalty, parameters, mean, nWeightsOf(model));
  const converged = largestComponent(mean) < settings.epsilon;

  const validation = settings.earlyStopping ? mergeValidation(validationsOf(answers)) : null;
  const watched = settings.earlyStopping ? validation : trainingLoss(training, answers, loss);
  if (watched !== undefined) training.patience = afterRound(training.patience, watched, settings.tol);
  const stoppedEarly = isExhausted(training.patience, settings) && !slowDown(training);

  const steps = !stoppedEarly && (agreement.mode === "local-epochs" || !converged);
  const updateNorm = steps ? step(training, round) : 0;
  if (!Number.isFinite(updateNorm)) throw diverged(settings, round);
  if (steps) takeIntoAverage(average, parameters, round, settings);
  return { loss, validationLoss: validation?.loss ?? null, updateNorm, converged, stoppedEarly };
}

/** What the schedule `adaptive` goes by without early stopping; `undefined`: nobody goes by the training loss. */
function trainingLoss(
  { schedule }: Training,
  answers: readonly [WorkerName, ParameterServerAnswer][],
  loss: number | null,
): Validation | null | undefined {
  if (schedule.name !== "adaptive") return undefined;
  if (loss === null) return null;
  const counts = contributionsOf(answers).map(({ nSamples }) => nSamples ?? 0);
  return { loss, nSamples: counts.reduce((sum, count) => sum + count, 0) };
}

/** Whether training goes on with a smaller step size, now that the loss no longer falls. */
function slowDown(training: Training): boolean {
  if (!training.schedule.slowDown(training.scheduleState)) return false;
  training.patience = { ...training.patience, unchanged: 0 };
  return true;
}

/** @returns ‖θ after − θ before‖ */
function step(training: Training, round: number): number {
  const { agreement, mean, parameters, penalty, model, settings, optimizerState } = training;
  if (agreement.mode === "local-epochs") return subtract(parameters, mean);
  const eta = training.schedule.rate(training.scheduleState, round);
  // An optimizer holds nothing but its step size: what it remembers is in the state.
  const optimizer = createOptimizer(settings.optimizer, { learningRate: eta });
  if (penalty.l1 === 0) return optimizer.update(optimizerState, parameters, mean);
  const before = parameters.slice();
  optimizer.update(optimizerState, parameters, mean);
  shrink(penalty, eta, parameters, nWeightsOf(model));
  return Math.sqrt(parameters.reduce((sum, value, j) => sum + (value - before[j]) ** 2, 0));
}

function contributionsOf(answers: readonly [WorkerName, ParameterServerAnswer][]): Contribution[] {
  return answers.flatMap(([, answer]): Contribution[] => {
    if (answer.type === "gradient") return [{ ...answer, values: answer.gradient }];
    if (answer.type === "update") return [{ ...answer, values: answer.update }];
    return [];
  });
}

function validationsOf(answers: readonly [WorkerName, ParameterServerAnswer][]): (Validation | undefined)[] {
  return answers.map(([, answer]) => ("validation" in answer ? answer.validation : undefined));
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

/** Before the first step no step size is to blame: an expression may have no value or no slope at a score of 0. */
function unfitStart([worker]: readonly [WorkerName, ParameterServerAnswer]): CoordinationError {
  return new CoordinationError(
    "diverged",
    `The loss on ${worker}, or its gradient, is no finite number where training starts: give a loss that is defined at ` +
      "the first scores (0, unless training starts elsewhere), and data that does not overflow in it.",
  );
}

function diverged(
  settings: ParameterServerSettings,
  round: number,
  lost?: readonly [WorkerName, ParameterServerAnswer],
): CoordinationError {
  const loss = lost?.[1].type === "diverged" ? ` (the loss on ${lost[0]} became ${lost[1].loss})` : "";
  return new CoordinationError(
    "diverged",
    `Training diverged in round ${round}${loss}: ${smallerSteps(settings)}` +
      `${settings.standardize ? "" : " or set standardize: true"}.`,
  );
}

/** How a user makes the steps smaller. */
export function smallerSteps({ schedule, learningRate, alpha }: ParameterServerSettings): string {
  if (schedule === "optimal")
    return `give the schedule optimal smaller steps by a greater alpha (it is ${alpha})`;
  return `lower ${schedule === "constant" ? "learningRate" : "eta0"} (it is ${learningRate})`;
}
