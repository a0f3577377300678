import type { Coordinator, CoordinatorEvent, Fact, Step, WorkerName } from "../coordinator/coordinator.ts";
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
import type { ParameterServerAnswer, ParameterServerOrder, WorkerDescription } from "./messages.ts";
import { agree, computationOf } from "./agreement.ts";
import { faultOfAnswer } from "./answers.ts";
import type { ParameterServerSettings } from "./settings.ts";
import { trainedModel, type TrainedLinearModel } from "./trained-model.ts";
import { applyRound, beginTraining, type Training } from "./training.ts";

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

/** The training, the round it is in, and the losses of the first round and of the one before. */
interface Progress {
  training: Training;
  round: number;
  firstLoss: number | null;
  loss: number | null;
}

export type ParameterServerState =
  | (Common & { phase: "describing" })
  | (Common & Progress & { phase: "preparing" | "training" })
  | { phase: "finished"; outcome: ParameterServerOutcome };

type ServerStep = Step<ParameterServerState, ParameterServerOrder>;

/**
 * The master of the parameter server: describe → agree → prepare → rounds. Each round it sends θ to the members and
 * steps by the weighted mean of their answers (see `applyRound`). It stops after `maxIter` rounds, or when max |g_j|
 * (max |Δ_j|) falls below `epsilon`.
 *
 * Sources: Li et al., Scaling Distributed Machine Learning with the Parameter Server, 2014; McMahan et al.,
 * Communication-Efficient Learning of Deep Networks from Decentralized Data, 2017 (local epochs).
 */
export function parameterServerCoordinator(
  settings: ParameterServerSettings,
  { fitId, workers, warmStart }: ParameterServerFit,
): Coordinator<ParameterServerState, ParameterServerOrder, ParameterServerAnswer, ParameterServerOutcome> {
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
    const round = state.phase === "describing" ? 0 : state.round;
    const fleet = enterPoll(state.fleet, poll, orderOf(state), round);
    if (state.phase === "describing") return prepare(fleet, poll);
    if (state.phase === "preparing") return startRound(fleet, state, []);
    return finishRound(fleet, state, answersInOrder(poll));
  }

  /** All descriptions are in: agree, and tell the members. */
  function prepare(fleet: Fleet, poll: Poll<ParameterServerAnswer>): ServerStep {
    const descriptions = answersInOrder(poll) as [WorkerName, WorkerDescription][];
    const agreement = agree(settings, descriptions);
    const counted = withSampleCounts(fleet, agreement.sampleCounts);
    const training = beginTraining(settings, agreement, warmStart);
    const members = membersOf(counted);
    return {
      state: {
        phase: "preparing",
        fleet: counted,
        poll: openPoll(members),
        training,
        round: 0,
        firstLoss: null,
        loss: null,
      },
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

  function startRound(
    fleet: Fleet,
    { training, round: last, firstLoss, loss }: Progress,
    facts: Fact[],
  ): ServerStep {
    const round = last + 1;
    const members = membersOf(fleet);
    const { agreement, parameters } = training;
    return {
      state: { phase: "training", fleet, poll: openPoll(members), training, round, firstLoss, loss },
      orders: broadcast(members, { type: agreement.mode, fitId, round, parameters }),
      facts: [...facts, { type: "round-started", round, asked: members }],
    };
  }

  function finishRound(
    fleet: Fleet,
    { training, round, firstLoss }: Progress,
    answers: [WorkerName, ParameterServerAnswer][],
  ): ServerStep {
    const { loss, updateNorm, converged } = applyRound(training, answers, round);
    const answered = answers.map(([worker]) => worker);
    const facts: Fact[] = [{ type: "round-finished", round, answered, loss, updateNorm }];
    const progress = { training, round, firstLoss: round === 1 ? loss : firstLoss, loss };
    if (!converged && round < settings.maxIter) return startRound(fleet, progress, facts);
    facts.push(...warningsOf(progress).map((text): Fact => ({ type: "note", text })));
    return {
      state: { phase: "finished", outcome: outcomeOf(fleet, progress, converged) },
      orders: [],
      facts,
    };
  }

  return {
    start,
    next,
    faultOf: (state, answer) =>
      state.phase === "finished" ? undefined : faultOfAnswer(orderOf(state), answer, nParametersOf(state)),
    outcome: (state) => (state.phase === "finished" ? state.outcome : undefined),
  };
}

/** A training that went on but got nowhere tells so: raw features of different scale are the usual reason. */
function warningsOf({ training, round, firstLoss, loss }: Progress): string[] {
  if (round === 1 || firstLoss === null || loss === null || loss < firstLoss) return [];
  const { standardize, learningRate } = training.settings;
  const cure = standardize ? "" : "standardize: true, or ";
  return [
    `The loss did not fall (${firstLoss.toPrecision(4)} in round 1, ${loss.toPrecision(4)} in round ${round}): ` +
      `try ${cure}a smaller learningRate than ${learningRate}.`,
  ];
}

type Open = Exclude<ParameterServerState, { phase: "finished" }>;

/** The order that the workers are answering. */
function orderOf(state: Open): ParameterServerOrder["type"] {
  if (state.phase === "describing") return "describe";
  return state.phase === "preparing" ? "prepare" : state.training.agreement.mode;
}

function nParametersOf(state: Open): number | undefined {
  return state.phase === "describing" ? undefined : state.training.parameters.length;
}

function outcomeOf(fleet: Fleet, progress: Progress, converged: boolean): ParameterServerOutcome {
  const { training, round, loss } = progress;
  const { settings, agreement, parameters } = training;
  const report: FitReport = {
    fit: verdict(fleet),
    iterations: round,
    converged,
    finalLoss: loss,
    workers: [...fleet],
    notes: [...agreement.notes, ...warningsOf(progress)],
  };
  return { report, model: trainedModel(settings, agreement, parameters) };
}
