import type { Estimator, Label, PlainData, Task } from "@chimera/algorithms";
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
import { requireOneModel } from "./agreement.ts";
import type { MergeAnswer, MergeDescription, MergeOrder } from "./messages.ts";
import type { MergeRounds } from "./rounds.ts";
import { rowsLost } from "./rows-lost.ts";
import { faultOfState, mergeStates } from "./states.ts";

export interface MergeFit {
  task: Task;
  /** Names this fit in the workers' logs. */
  fitId: string;
  /** Seed of the workers' random choices, an integer ≥ 0. */
  seed: number;
  workers: readonly WorkerName[];
  /** Of the master's learner. */
  rounds: MergeRounds;
}

export interface MergeOutcome {
  report: FitReport;
  /** The learner, as if it were fitted on all rows. */
  estimator: Estimator;
  columns: string[];
  /** `null` for a regressor. */
  classes: Label[] | null;
}

interface Agreed {
  columns: string[];
  classes: Label[] | null;
}

export type MergeState =
  | { phase: "describing"; fleet: Fleet; poll: Poll<MergeAnswer> }
  | (Agreed & {
      phase: "fitting";
      fleet: Fleet;
      poll: Poll<MergeAnswer>;
      /** Of the step that is being fitted, 1…R. */
      round: number;
      /** The merged states of the steps before it. */
      merged: PlainData[];
    })
  | { phase: "finished"; outcome: MergeOutcome };

type Move = Step<MergeState, MergeOrder>;

/**
 * The master of exact merging: in round r every worker fits step r on its own rows, as the merged steps before it
 * transform them, and the master merges the workers' states, in their order, into the step's model of all rows.
 *
 *     θ_r = merge(θ_r¹, …, θ_rᴷ),   θ_rᵏ = fit_r(T_{r−1} ∘ … ∘ T_1 (X_k), y_k)
 *
 * Source: Chan, Golub & LeVeque, Updating Formulae and a Pairwise Algorithm for Computing Sample Variances, 1979.
 */
export function mergeCoordinator({
  task,
  fitId,
  seed,
  workers,
  rounds,
}: MergeFit): Coordinator<MergeState, MergeOrder, MergeAnswer, MergeOutcome> {
  const { steps } = rounds;

  function start(): Move {
    return {
      state: { phase: "describing", fleet: assembleFleet(workers), poll: openPoll(workers) },
      orders: broadcast(workers, { type: "describe" }),
      facts: [],
    };
  }

  function next(state: MergeState, event: CoordinatorEvent<MergeAnswer>): Move {
    if (state.phase === "finished") return { state, orders: [], facts: [] };
    const poll = record(state.poll, event);
    if (!isSettled(poll)) return { state: { ...state, poll }, orders: [], facts: [] };
    if (state.phase === "describing") return agree(enterPoll(state.fleet, poll, "describe", 0), poll);
    const { round, columns, classes } = state;
    const fleet = enterPoll(state.fleet, poll, "fit", round);
    const merged = [...state.merged, mergeStates(rounds, round - 1, statesOf(poll))];
    return round < steps.length
      ? askForStep(round + 1, fleet, { columns, classes }, merged)
      : finish(fleet, { columns, classes }, merged);
  }

  function agree(fleet: Fleet, poll: Poll<MergeAnswer>): Move {
    const descriptions = answersInOrder(poll) as [WorkerName, MergeDescription][];
    requireSame(descriptions, "task", task, (description) => description.task);
    requireOneModel(steps, descriptions);
    // Every worker of ours names its columns.
    const columns = agreeOnColumns(descriptions) as string[];
    const classes = agreeOnClasses(task, descriptions);
    const counts = new Map(descriptions.map(([worker, { nSamples }]) => [worker, nSamples]));
    const agreed = { columns, classes };
    const move = askForStep(1, withSampleCounts(fleet, counts), agreed, []);
    return { ...move, facts: [{ type: "data-agreed", ...agreed }, ...move.facts] };
  }

  function askForStep(round: number, fleet: Fleet, agreed: Agreed, merged: PlainData[]): Move {
    const members = membersOf(fleet);
    return {
      state: { phase: "fitting", ...agreed, fleet, poll: openPoll(members), round, merged },
      orders: broadcast(members, { type: "fit", fitId, round, ...agreed, seed, merged }),
      facts: [{ type: "round-started", round, asked: members }],
    };
  }

  function finish(fleet: Fleet, agreed: Agreed, merged: PlainData[]): Move {
    const notes = rowsLost(fleet, steps);
    const report: FitReport = {
      fit: verdict(fleet),
      iterations: steps.length,
      converged: true,
      finalLoss: null,
      workers: [...fleet],
      notes,
    };
    return {
      state: { phase: "finished", outcome: { report, estimator: rounds.finish(merged), ...agreed } },
      orders: [],
      facts: notes.map((text) => ({ type: "note", text })),
    };
  }

  function faultOf(state: MergeState, answer: MergeAnswer): string | undefined {
    if (state.phase === "finished") return undefined;
    if (state.phase === "describing") {
      return answer.type === "description"
        ? faultOfDescription(answer, true)
        : `Expected a description, got a ${answer.type}.`;
    }
    if (answer.type !== "state") return `Expected a state, got a ${answer.type}.`;
    const { round, columns, classes, merged } = state;
    const width = round === 1 ? columns.length : rounds.width?.(merged);
    return faultOfState(rounds, round - 1, answer.state, { width, classes });
  }

  return {
    start,
    next,
    faultOf,
    outcome: (state) => (state.phase === "finished" ? state.outcome : undefined),
  };
}

function statesOf(poll: Poll<MergeAnswer>): PlainData[] {
  return answersInOrder(poll).flatMap(([, answer]) => (answer.type === "state" ? [answer.state] : []));
}
