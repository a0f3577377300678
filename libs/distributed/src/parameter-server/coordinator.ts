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
import { agree } from "./agreement.ts";
import { faultOfAnswer } from "./answers.ts";
import type { ModelSource } from "./model-source.ts";
import { prepareOrder } from "./prepare-order.ts";
import { remarksOf, type Progress } from "./remarks.ts";
import type { ParameterServerSettings } from "./settings.ts";
import { trainedModel, type TrainedModel } from "./trained-model.ts";
import { applyRound, beginTraining } from "./training.ts";

/** What one fit is given beside its settings. */
export interface ParameterServerFit {
  /** Names this fit on the workers; an answer prepared for another fit is refused. */
  fitId: string;
  workers: readonly WorkerName[];
  /** Makes the model that is trained. */
  source: ModelSource;
  /** The model to go on from (warm start). Default: start where the model says, or at zero. */
  warmStart?: TrainedModel;
}

export interface ParameterServerOutcome {
  report: FitReport;
  model: TrainedModel;
}

interface Common {
  fleet: Fleet;
  poll: Poll<ParameterServerAnswer>;
}

export type ParameterServerState =
  | (Common & { phase: "describing" })
  | (Common & Progress & { phase: "preparing" | "training" })
  | { phase: "finished"; outcome: ParameterServerOutcome };

type ServerStep = Step<ParameterServerState, ParameterServerOrder>;

/**
 * The master of the parameter server: describe → agree → prepare → rounds. Each round it sends θ to the members and
 * steps by the weighted mean of their answers (see `applyRound`). It stops after `maxIter` rounds, or when max |g_j|
 * (max |Δ_j|) falls below `epsilon`, or when the loss on rows held out no longer falls (early stopping).
 *
 * Sources: Li et al., Scaling Distributed Machine Learning with the Parameter Server, 2014; McMahan et al.,
 * Communication-Efficient Learning of Deep Networks from Decentralized Data, 2017 (local epochs).
 */
export function parameterServerCoordinator(
  settings: ParameterServerSettings,
  { fitId, workers, source, warmStart }: ParameterServerFit,
): Coordinator<ParameterServerState, ParameterServerOrder, ParameterServerAnswer, ParameterServerOutcome> {
  function start(): ServerStep {
    const fleet = assembleFleet(workers);
    return {
      state: { phase: "describing", fleet, poll: openPoll(workers) },
      orders: broadcast(workers, {
        type: "describe",
        moments: settings.standardize,
        ...(settings.classWeight !== null && { classCounts: true }),
      }),
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
    const training = beginTraining(settings, source, agree(settings, descriptions), warmStart);
    const { agreement } = training;
    const counted = withSampleCounts(fleet, agreement.sampleCounts);
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
      orders: broadcast(members, prepareOrder(fitId, settings, agreement)),
      facts: [
        { type: "data-agreed", columns: agreement.columns, classes: agreement.classes },
        ...agreement.notes.map((text) => ({ type: "note", text }) as const),
      ],
    };
  }

  function startRound(
    fleet: Fleet,
    { training, round: last, firstLoss, loss }: Progress,
    facts: Fact[],
  ): ServerStep {
    const round = last + 1;
    const members = membersOf(fleet);
    const { agreement, parameters, schedule, scheduleState } = training;
    const isAdaptive = agreement.mode === "local-epochs" && schedule.name === "adaptive";
    const learningRate = isAdaptive ? { learningRate: schedule.rate(scheduleState, round) } : {};
    return {
      state: { phase: "training", fleet, poll: openPoll(members), training, round, firstLoss, loss },
      orders: broadcast(members, { type: agreement.mode, fitId, round, parameters, ...learningRate }),
      facts: [...facts, { type: "round-started", round, asked: members }],
    };
  }

  function finishRound(
    fleet: Fleet,
    { training, round, firstLoss }: Progress,
    answers: [WorkerName, ParameterServerAnswer][],
  ): ServerStep {
    const { loss, validationLoss, updateNorm, converged, stoppedEarly } = applyRound(
      training,
      answers,
      round,
    );
    const answered = answers.map(([worker]) => worker);
    const facts: Fact[] = [
      {
        type: "round-finished",
        round,
        answered,
        loss,
        ...(settings.earlyStopping && { validationLoss }),
        updateNorm,
      },
    ];
    const progress = { training, round, firstLoss: round === 1 ? loss : firstLoss, loss };
    const isOver = converged || stoppedEarly || round === settings.maxIter;
    if (!isOver) return startRound(fleet, progress, facts);
    const remarks = remarksOf(progress, converged);
    facts.push(...remarks.map((text): Fact => ({ type: "note", text })));
    return {
      state: { phase: "finished", outcome: outcomeOf(fleet, progress, converged, remarks) },
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

type Open = Exclude<ParameterServerState, { phase: "finished" }>;

/** The order that the workers are answering. */
function orderOf(state: Open): ParameterServerOrder["type"] {
  if (state.phase === "describing") return "describe";
  return state.phase === "preparing" ? "prepare" : state.training.agreement.mode;
}

function nParametersOf(state: Open): number | undefined {
  return state.phase === "describing" ? undefined : state.training.parameters.length;
}

function outcomeOf(
  fleet: Fleet,
  { training, round, loss }: Progress,
  converged: boolean,
  remarks: readonly string[],
): ParameterServerOutcome {
  const { model, agreement, parameters, average } = training;
  const report: FitReport = {
    fit: verdict(fleet),
    iterations: round,
    converged,
    finalLoss: loss,
    workers: [...fleet],
    notes: [...agreement.notes, ...remarks],
  };
  const final = average.rounds > 0 ? average.mean : parameters;
  return { report, model: trainedModel(model, agreement, final) };
}
