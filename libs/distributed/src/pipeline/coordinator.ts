import { DataError, ParameterError } from "@chimera/algorithms";
import type {
  Addressed,
  Coordinator,
  CoordinatorEvent,
  Fact,
  Step,
  WorkerName,
} from "../coordinator/coordinator.ts";
import { CoordinationError } from "../coordinator/errors.ts";
import { assembleFleet } from "../coordinator/fleet.ts";
import type { FitReport } from "../coordinator/fit-report.ts";
import { answersInOrder, broadcast, isSettled, openPoll, record, type Poll } from "../coordinator/poll.ts";
import { agreeOnData, gridFor, planFor, type PipelineAgreement } from "./agreement.ts";
import { faultOfAnswer, requireAll } from "./answers.ts";
import { measuringOrder } from "./measure-layers.ts";
import type { PipelineAnswer, PipelineOrder, StageDescription } from "./messages.ts";
import { afterFailure, causeOf, ordersToLeave, requireReturn, type Cause } from "./recovery.ts";
import { replicaGroups } from "./replicas.ts";
import { factsAtStart, reportOf } from "./report.ts";
import type { PipelineSettings } from "./settings.ts";
import {
  afterRound,
  beginTraining,
  keepsWeights,
  stepsOf,
  type Checkpoint,
  type PipelineTraining,
} from "./training.ts";
import { assembleNetwork, type TrainedNetwork } from "./trained-network.ts";

/** What one fit is given beside its settings. */
export interface PipelineFit {
  /** Names this fit on the workers. */
  fitId: string;
  workers: readonly WorkerName[];
  /** How long the transport asks a worker that may be starting (`wait`): the user is told. */
  returnSeconds?: number;
  /** Where to go on from (warm start). */
  from?: Checkpoint;
}

export interface PipelineOutcome {
  report: FitReport;
  model: TrainedNetwork;
  training: PipelineTraining;
  /** Under which the workers hold the network. */
  runId: string;
}

type Open = { poll: Poll<PipelineAnswer> };

export type PipelineState =
  | (Open & { phase: "describing" })
  | (Open & { phase: "measuring"; agreement: PipelineAgreement })
  | (Open & { phase: "preparing" | "training"; training: PipelineTraining })
  | (Open & { phase: "abandoning"; training: PipelineTraining; cause: Cause })
  | (Open & { phase: "returning"; training: PipelineTraining; cause: Cause })
  | { phase: "finished"; outcome: PipelineOutcome };

type Move = Step<PipelineState, PipelineOrder>;

/**
 * The master of a pipeline: describe → agree → (measure) → prepare → rounds. In a round the workers do some steps of SGD
 * together, speaking to each other; the master only orders the rounds, and watches. When a worker fails, the others
 * are told to leave the round, the master waits until the worker is there again, and all go on from the last checkpoint.
 *
 * Sources: Huang et al., GPipe, 2019; Narayanan et al., PipeDream, 2019.
 */
export function pipelineCoordinator(
  settings: PipelineSettings,
  { fitId, workers, from, returnSeconds }: PipelineFit,
): Coordinator<PipelineState, PipelineOrder, PipelineAnswer, PipelineOutcome> {
  function start(): Move {
    assembleFleet(workers);
    // What the number of workers does not allow is refused before any of them is asked.
    gridFor(settings, workers);
    return ask({ phase: "describing", poll: openPoll(workers) }, { type: "describe" });
  }

  function next(state: PipelineState, event: CoordinatorEvent<PipelineAnswer>): Move {
    // What an order to leave is answered with tells nothing: the order that is left is answered too.
    const isLeave = event.type === "answered" && event.answer.type === "abandoned";
    if (state.phase === "finished" || isLeave) return { state, orders: [], facts: [] };
    const poll = record(state.poll, event);
    if (state.phase === "training") {
      const cause = causeOf(event, poll.asked);
      if (cause) return abandon(state.training, poll, cause);
    }
    if (!isSettled(poll)) return { state: { ...state, poll }, orders: [], facts: [] };
    return settled({ ...state, poll });
  }

  function settled(state: Exclude<PipelineState, { phase: "finished" }>): Move {
    const { poll } = state;
    if (state.phase === "abandoning") return awaitReturn(state.training, state.cause);
    if (state.phase !== "returning") requireAll(poll, state.phase);
    switch (state.phase) {
      case "describing":
        return agree(poll);
      case "measuring": {
        const [, answer] = answersInOrder(poll)[0];
        const costs = answer.type === "times" ? answer.milliseconds : undefined;
        return prepare(beginTraining(settings, state.agreement, costs, from));
      }
      case "preparing":
        return askForRound(state.training, []);
      case "training":
        return finishRound(state.training, poll);
      case "returning":
        return resume(state.training, state.cause, poll);
    }
  }

  function agree(poll: Poll<PipelineAnswer>): Move {
    const agreement = disagreeing(() => {
      const descriptions = answersInOrder(poll) as [WorkerName, StageDescription][];
      const agreed = agreeOnData(settings, descriptions, gridFor(settings, workers));
      // What the network does not allow is found before anything is measured.
      planFor(settings, agreed);
      return agreed;
    });
    const order = measuringOrder(settings, agreement);
    const { columns, classes } = agreement;
    const move =
      order === undefined
        ? prepare(beginTraining(settings, agreement, undefined, from))
        : ask({ phase: "measuring", agreement, poll: openPoll(workers.slice(0, 1)) }, order);
    return { ...move, facts: [{ type: "data-agreed", columns, classes }, ...move.facts] };
  }

  /** All workers begin, or go on from the checkpoint. */
  function prepare(last: PipelineTraining): Move {
    const { plan, checkpoint } = last;
    const training = { ...last, round: checkpoint?.round ?? 0 };
    const orders = workers.map((to): Addressed<PipelineOrder> => {
      const states = checkpoint?.states.get(to);
      return { to, order: { type: "prepare", runId: runIdOf(training), plan, ...(states && { states }) } };
    });
    const facts = training.attempt === 1 ? factsAtStart(training) : [];
    return { state: { phase: "preparing", training, poll: openPoll(workers) }, orders, facts };
  }

  function askForRound(last: PipelineTraining, facts: Fact[]): Move {
    const training = { ...last, round: last.round + 1 };
    const { round } = training;
    const keep = keepsWeights(training, settings.checkpointEvery, round);
    const order = {
      type: "train",
      runId: runIdOf(training),
      round,
      ...stepsOf(training, round),
      keep,
    } as const;
    return ask({ phase: "training", training, poll: openPoll(workers) }, order, [
      ...facts,
      { type: "round-started", round, asked: [...workers] },
    ]);
  }

  function finishRound(last: PipelineTraining, poll: Poll<PipelineAnswer>): Move {
    const answers = answersInOrder(poll);
    const { training, facts } = afterRound(last, answers);
    const { plan, round } = training;
    if (round < training.nRounds) return askForRound(training, facts);
    const model = assembleNetwork(plan, training.checkpoint!, settings.layerTypes);
    const replicas = plan.grid.nReplicas > 1 ? replicaGroups(plan.grid, answers) : undefined;
    const report = reportOf(training, replicas);
    const outcome = { report, model, training, runId: runIdOf(training) };
    if (replicas) facts.push({ type: "replicas-compared", round, replicas });
    return { state: { phase: "finished", outcome }, orders: [], facts };
  }

  /** A worker failed: the others leave the round. */
  function abandon(training: PipelineTraining, poll: Poll<PipelineAnswer>, cause: Cause): Move {
    const orders = ordersToLeave(poll, cause, runIdOf(training));
    if (orders.length === 0) return awaitReturn(training, cause);
    return { state: { phase: "abandoning", training, poll, cause }, orders, facts: [] };
  }

  function awaitReturn(last: PipelineTraining, cause: Cause): Move {
    const { training, note } = afterFailure(last, cause, returnSeconds);
    return ask(
      { phase: "returning", training, cause, poll: openPoll(workers) },
      { type: "describe", wait: true },
      [{ type: "note", text: note }],
    );
  }

  function resume(training: PipelineTraining, cause: Cause, poll: Poll<PipelineAnswer>): Move {
    requireReturn(training, cause, poll);
    return prepare({ ...training, attempt: training.attempt + 1 });
  }

  function runIdOf({ attempt }: PipelineTraining): string {
    return `${fitId}.${attempt}`;
  }

  /** Puts one order to all who are asked. */
  function ask(state: PipelineState & Open, order: PipelineOrder, facts: Fact[] = []): Move {
    return { state, orders: broadcast(state.poll.asked, order), facts };
  }

  return {
    start,
    next,
    faultOf: ({ phase }, answer) => (phase === "finished" ? undefined : faultOfAnswer(phase, answer)),
    outcome: (state) => (state.phase === "finished" ? state.outcome : undefined),
  };
}

/** What the network, or the data, do not allow is told as the fit's refusal. */
function disagreeing<Result>(agree: () => Result): Result {
  try {
    return agree();
  } catch (error) {
    if (error instanceof ParameterError || error instanceof DataError)
      throw new CoordinationError("disagreement", error.message);
    throw error;
  }
}
