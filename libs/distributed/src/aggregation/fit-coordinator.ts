import type { Label, Task } from "@chimera/algorithms";
import { agreeOnClasses, agreeOnColumns, faultOfDescription, requireSame } from "../coordinator/agreement.ts";
import type { Coordinator, CoordinatorEvent, Step, WorkerName } from "../coordinator/coordinator.ts";
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
import type { Voting } from "./combine.ts";
import { reportOutOfBag } from "./report-out-of-bag.ts";
import type { AggregationAnswer, AggregationOrder, LearnerDescription } from "./messages.ts";
import { faultOfOutOfBag } from "./out-of-bag.ts";
import type { EnsembleSettings } from "./settings.ts";
import { weighMembers } from "./weigh-members.ts";

export interface AggregationFit extends EnsembleSettings {
  /** Names this fit on the workers; predictions are asked of the models of this fit only. */
  fitId: string;
  workers: readonly WorkerName[];
}

/** The models stay on the workers; this is what the master needs to ask them. */
export interface TrainedEnsemble {
  task: Task;
  fitId: string;
  /** The workers that hold a model of this fit. */
  members: WorkerName[];
  /** `null`: unknown (only legacy workers). */
  columns: string[] | null;
  /** `null` for a regressor, or unknown (only legacy workers). */
  classes: Label[] | null;
  /** Whether rows to predict may hold NaN: when all learners take it. Default: no. */
  takesMissing?: boolean;
  voting: Voting;
  /** How much each member counts, > 0. */
  weights: ReadonlyMap<WorkerName, number>;
}

/** What the learners agreed on before they were fitted. */
type Agreed = Pick<TrainedEnsemble, "columns" | "classes" | "takesMissing">;

export interface AggregationOutcome {
  report: FitReport;
  ensemble: TrainedEnsemble;
}

interface Common {
  fleet: Fleet;
  poll: Poll<AggregationAnswer>;
}

export type AggregationState =
  | (Common & { phase: "describing" })
  | (Common & Agreed & { phase: "fitting" })
  | { phase: "finished"; outcome: AggregationOutcome };

type AggregationStep = Step<AggregationState, AggregationOrder>;

/**
 * The master of distributed bagging, while it fits: every worker fits its own learner on its own rows (drawn with
 * replacement, if it is so configured), in one round.
 *
 * Source: Breiman, Bagging Predictors, 1996.
 */
export function aggregationFitCoordinator({
  task,
  fitId,
  seed,
  voting,
  weighting,
  workers,
}: AggregationFit): Coordinator<AggregationState, AggregationOrder, AggregationAnswer, AggregationOutcome> {
  function start(): AggregationStep {
    const fleet = assembleFleet(workers);
    return {
      state: { phase: "describing", fleet, poll: openPoll(workers) },
      orders: broadcast(workers, { type: "describe" }),
      facts: [],
    };
  }

  function next(state: AggregationState, event: CoordinatorEvent<AggregationAnswer>): AggregationStep {
    if (state.phase === "finished") return { state, orders: [], facts: [] };
    const poll = record(state.poll, event);
    if (!isSettled(poll)) return { state: { ...state, poll }, orders: [], facts: [] };
    if (state.phase === "describing") return askToFit(enterPoll(state.fleet, poll, "describe", 0), poll);
    return finish(enterPoll(state.fleet, poll, "fit", 1), poll, state);
  }

  function askToFit(fleet: Fleet, poll: Poll<AggregationAnswer>): AggregationStep {
    const descriptions = answersInOrder(poll) as [WorkerName, LearnerDescription][];
    requireSame(descriptions, "task", task, (description) => description.task);
    const columns = agreeOnColumns(descriptions);
    const classes = agreeOnClasses(task, descriptions);
    const takesMissing = descriptions.every(([, description]) => description.takesMissing ?? false);
    const counts = new Map(descriptions.map(([worker, { nSamples }]) => [worker, nSamples]));
    const members = membersOf(fleet);
    return {
      state: {
        phase: "fitting",
        fleet: withSampleCounts(fleet, counts),
        poll: openPoll(members),
        columns,
        classes,
        takesMissing,
      },
      orders: broadcast(members, { type: "fit", fitId, classes, seed }),
      facts: [
        { type: "data-agreed", columns, classes },
        { type: "round-started", round: 1, asked: members },
      ],
    };
  }

  function finish(
    fleet: Fleet,
    poll: Poll<AggregationAnswer>,
    { columns, classes, takesMissing }: Agreed,
  ): AggregationStep {
    const members = membersOf(fleet);
    const { oobScore, workers, note: scored } = reportOutOfBag(task, fleet, answersInOrder(poll));
    const { weights, note: unweighed } = weighMembers(fleet, weighting);
    const notes = [scored, unweighed].filter((note) => note !== undefined);
    const report: FitReport = {
      fit: verdict(fleet),
      iterations: 1,
      converged: true,
      finalLoss: null,
      oobScore,
      workers,
      notes,
    };
    const ensemble = { task, fitId, members, columns, classes, takesMissing, voting, weights };
    return {
      state: { phase: "finished", outcome: { report, ensemble } },
      orders: [],
      facts: notes.map((text) => ({ type: "note", text })),
    };
  }

  return {
    start,
    next,
    faultOf: (state, answer) => faultOf(task, state, answer),
    outcome: (state) => (state.phase === "finished" ? state.outcome : undefined),
  };
}

function faultOf(task: Task, state: AggregationState, answer: AggregationAnswer): string | undefined {
  if (state.phase === "finished") return undefined;
  const expected = state.phase === "describing" ? "description" : "fitted";
  if (answer.type !== expected) return `Expected a ${expected}, got ${answer.type}.`;
  if (answer.type === "description") return faultOfDescription(answer, answer.estimator !== null);
  if (answer.type !== "fitted" || answer.outOfBag === undefined) return undefined;
  return faultOfOutOfBag(task, answer.outOfBag);
}
