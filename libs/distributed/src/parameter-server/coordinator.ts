import { createOptimizer, type LinearModel, type OptimizerState } from "@chimera/algorithms";
import type { Coordinator, CoordinatorEvent, Fact, Step, WorkerName } from "../coordinator/coordinator.ts";
import { CoordinationError } from "../coordinator/errors.ts";
import {
  assembleFleet,
  enterPoll,
  membersOf,
  verdict,
  withSampleCounts,
  type Fleet,
} from "../coordinator/fleet.ts";
import type { FitReport } from "../coordinator/fit-report.ts";
import { answersInOrder, broadcast, isSettled, openPoll, record, type Poll } from "../coordinator/poll.ts";
import { averageOf, type Contribution } from "./average.ts";
import type { ParameterServerAnswer, ParameterServerOrder, WorkerDescription } from "./messages.ts";
import { agree, computationOf, type Agreement } from "./agreement.ts";
import { linearModelOf } from "./linear-model.ts";
import type { ParameterServerSettings } from "./settings.ts";
import { startingParameters, trainedModel, type TrainedLinearModel } from "./trained-model.ts";

/** What one fit is given beside its settings. */
export interface ParameterServerFit {
  /** Names this fit on the workers; an answer prepared for another fit is refused. */
  fitId: string;
  workers: readonly WorkerName[];
  /** The model to go on from (warm start). Default: start at zero. */
  warmStart?: TrainedLinearModel;
}

export interface ParameterServerOutcome {
  report: FitReport;
  model: TrainedLinearModel;
}

interface Common {
  fleet: Fleet;
  poll: Poll<ParameterServerAnswer>;
}

/** What the master holds while it trains. `parameters` and `optimizer` are reused in place. */
interface Training {
  agreement: Agreement;
  model: LinearModel;
  parameters: Float64Array;
  /** The mean gradient or update of the round, reused. */
  mean: Float64Array;
  optimizer: OptimizerState;
  round: number;
  loss: number | null;
}

export type ParameterServerState =
  | (Common & { phase: "describing" })
  | (Common & { phase: "preparing"; training: Training })
  | (Common & { phase: "training"; training: Training })
  | { phase: "finished"; outcome: ParameterServerOutcome };

type ServerStep = Step<ParameterServerState, ParameterServerOrder>;

/**
 * The master of the parameter server. Each round it sends θ to the members and takes the mean of their answers,
 * weighted by their sample counts n_k:
 *
 *     gradient mode        g = Σ n_k g_k(θ) / Σ n_k + α w        θ ← optimizer(θ, g)
 *     local-epochs mode    Δ = Σ n_k (θ − θ_k) / Σ n_k           θ ← θ − Δ
 *
 * It stops after `maxIter` rounds, or when max |g_j| (max |Δ_j|) falls below `epsilon`.
 *
 * Sources: Li et al., Scaling Distributed Machine Learning with the Parameter Server, 2014; McMahan et al.,
 * Communication-Efficient Learning of Deep Networks from Decentralized Data, 2017 (local epochs).
 */
export function parameterServerCoordinator(
  settings: ParameterServerSettings,
  { fitId, workers, warmStart }: ParameterServerFit,
): Coordinator<ParameterServerState, ParameterServerOrder, ParameterServerAnswer, ParameterServerOutcome> {
  const { update: step, init } = createOptimizer(settings.optimizer, { learningRate: settings.learningRate });

  function start(): ServerStep {
    const fleet = assembleFleet(workers);
    return {
      state: { phase: "describing", fleet, poll: openPoll(workers) },
      orders: broadcast(workers, { type: "describe", moments: settings.standardize }),
      facts: [],
    };
  }

  function next(state: ParameterServerState, event: CoordinatorEvent<ParameterServerAnswer>): ServerStep {
    if (state.phase === "finished") return { state, orders: [], facts: [] };
    const poll = record(state.poll, event);
    if (!isSettled(poll)) return { state: { ...state, poll }, orders: [], facts: [] };
    if (state.phase === "describing") return prepare(enterPoll(state.fleet, poll, "describe", 0), poll);
    const { training } = state;
    if (state.phase === "preparing")
      return startRound(enterPoll(state.fleet, poll, "prepare", 0), training, []);
    return finishRound(enterPoll(state.fleet, poll, training.agreement.mode, training.round), training, poll);
  }

  /** Everybody has described himself: agree, and tell the members. */
  function prepare(fleet: Fleet, poll: Poll<ParameterServerAnswer>): ServerStep {
    const descriptions = answersInOrder(poll) as [WorkerName, WorkerDescription][];
    const agreement = agree(settings, descriptions);
    const counted = withSampleCounts(fleet, agreement.sampleCounts);
    const model = linearModelOf({ ...settings, ...agreement });
    const parameters = startingParameters(model, agreement, warmStart);
    const training: Training = {
      agreement,
      model,
      parameters,
      mean: new Float64Array(model.nParameters),
      optimizer: init(model.nParameters),
      round: 0,
      loss: null,
    };
    const members = membersOf(counted);
    return {
      state: { phase: "preparing", fleet: counted, poll: openPoll(members), training },
      orders: broadcast(members, {
        type: "prepare",
        fitId,
        columns: agreement.columns,
        classes: agreement.classes,
        scaling: agreement.scaling && {
          mean: Array.from(agreement.scaling.mean),
          scale: Array.from(agreement.scaling.scale),
        },
        seed: settings.seed,
        computation: computationOf(settings, agreement.mode),
      }),
      facts: agreement.notes.map((text) => ({ type: "note", text })),
    };
  }

  function startRound(fleet: Fleet, training: Training, facts: Fact[]): ServerStep {
    const round = training.round + 1;
    const members = membersOf(fleet);
    return {
      state: { phase: "training", fleet, poll: openPoll(members), training: { ...training, round } },
      orders: broadcast(members, {
        type: training.agreement.mode,
        fitId,
        round,
        parameters: training.parameters,
      }),
      facts: [...facts, { type: "round-started", round, asked: members }],
    };
  }

  function finishRound(fleet: Fleet, training: Training, poll: Poll<ParameterServerAnswer>): ServerStep {
    const { agreement, model, parameters, mean, round } = training;
    const answers = answersInOrder(poll);
    const loss = averageOf(contributions(answers), agreement.plainMean, mean);
    const isGradient = agreement.mode === "gradient";
    if (isGradient) model.addPenalty(parameters, settings.alpha, mean);
    const converged = largestComponent(mean) < settings.epsilon;
    let updateNorm = 0;
    if (!isGradient) updateNorm = subtract(parameters, mean);
    else if (!converged) updateNorm = step(training.optimizer, parameters, mean);
    requireFinite(loss, updateNorm, round);
    const answered = answers.map(([worker]) => worker);
    const facts: Fact[] = [{ type: "round-finished", round, answered, loss, updateNorm }];
    const trained = { ...training, loss };
    if (!converged && round < settings.maxIter) return startRound(fleet, trained, facts);
    return { state: { phase: "finished", outcome: finish(fleet, trained, converged) }, orders: [], facts };
  }

  function requireFinite(loss: number | null, updateNorm: number, round: number): void {
    if (Number.isFinite(loss ?? 0) && Number.isFinite(updateNorm)) return;
    throw new CoordinationError(
      "diverged",
      `Training diverged in round ${round} (loss ${loss}): lower learningRate (it is ${settings.learningRate})` +
        `${settings.standardize ? "" : " or set standardize: true"}.`,
    );
  }

  function finish(fleet: Fleet, training: Training, converged: boolean): ParameterServerOutcome {
    const report: FitReport = {
      fit: verdict(fleet),
      iterations: training.round,
      converged,
      finalLoss: training.loss,
      workers: [...fleet],
      notes: training.agreement.notes,
    };
    return { report, model: trainedModel(settings, training.agreement, training.parameters) };
  }

  return {
    start,
    next,
    outcome: (state) => (state.phase === "finished" ? state.outcome : undefined),
  };
}

function contributions(answers: [WorkerName, ParameterServerAnswer][]): Contribution[] {
  return answers.flatMap(([, answer]): Contribution[] => {
    if (answer.type === "gradient") return [{ ...answer, values: answer.gradient }];
    if (answer.type === "update") return [{ ...answer, values: answer.update }];
    return [];
  });
}

function largestComponent(values: Float64Array): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  return largest;
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
