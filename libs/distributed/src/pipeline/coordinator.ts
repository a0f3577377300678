import { DataError, ParameterError, type LayerMaker } from "@chimera/algorithms";
import type {
  Addressed,
  Coordinator,
  CoordinatorEvent,
  Fact,
  Step,
  WorkerName,
} from "../coordinator/coordinator.ts";
import { CoordinationError } from "../coordinator/errors.ts";
import { faultOfDescription } from "../coordinator/agreement.ts";
import { assembleFleet } from "../coordinator/fleet.ts";
import type { FitReport } from "../coordinator/fit-report.ts";
import { answersInOrder, broadcast, isSettled, openPoll, record, type Poll } from "../coordinator/poll.ts";
import { agreeOnData, gridFor, planFor, type PipelineAgreement } from "./agreement.ts";
import type { PipelineAnswer, PipelineOrder, StageDescription } from "./messages.ts";
import { networkFor } from "./plan.ts";
import { replicaGroups } from "./replicas.ts";
import { plannedFact, reportOf } from "./report.ts";
import type { PipelineSettings } from "./settings.ts";
import { afterRound, keepsWeights, stepsOf, type Checkpoint, type PipelineTraining } from "./training.ts";
import { assembleNetwork, type TrainedNetwork } from "./trained-network.ts";

/** What one fit is given beside its settings. */
export interface PipelineFit {
  /** Names this fit on the workers. */
  fitId: string;
  workers: readonly WorkerName[];
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

/** Training ended early because workers failed; it can go on from the checkpoint. */
export class InterruptedTraining extends CoordinationError {
  readonly checkpoint: Checkpoint | null;
  constructor(message: string, checkpoint: Checkpoint | null) {
    super("incomplete", message);
    this.checkpoint = checkpoint;
  }
}

type Open = { poll: Poll<PipelineAnswer> };
/** Why a round did not come to its end, as its first failure told it. */
interface Cause {
  readonly worker: WorkerName;
  readonly reason: string;
  readonly diverged: boolean;
}

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
  settings: PipelineSettings & { layerTypes: Readonly<Record<string, LayerMaker>> },
  { fitId, workers, from }: PipelineFit,
): Coordinator<PipelineState, PipelineOrder, PipelineAnswer, PipelineOutcome> {
  const grid = gridFor(settings, workers);

  function start(): Move {
    assembleFleet(workers);
    return ask({ phase: "describing", poll: openPoll(workers) }, { type: "describe" });
  }

  function next(state: PipelineState, event: CoordinatorEvent<PipelineAnswer>): Move {
    // What an order to leave is answered with tells nothing: the order that is left is answered too.
    const isLeave = event.type === "answered" && event.answer.type === "abandoned";
    if (state.phase === "finished" || isLeave) return { state, orders: [], facts: [] };
    const poll = record(state.poll, event);
    const cause = state.phase === "training" ? causeOf(event) : undefined;
    if (cause && state.phase === "training") return abandon(state.training, poll, cause);
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
        return prepare(begin(state.agreement, answer.type === "times" ? answer.milliseconds : undefined));
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
      const agreed = agreeOnData(settings, answersInOrder(poll) as [WorkerName, StageDescription][], grid);
      // What the network does not allow is found before anything is measured.
      planFor(settings, agreed);
      return agreed;
    });
    if (settings.balance === "flops" || Array.isArray(settings.stages)) return prepare(begin(agreement));
    const { inputShape } = networkFor(settings, agreement.columns.length, agreement.classes);
    const { layers, dtype, batchSize, replicas, microBatches } = settings;
    const nExamples = Math.ceil(batchSize / (replicas * microBatches));
    return ask(
      { phase: "measuring", agreement, poll: openPoll(workers.slice(0, 1)) },
      { type: "measure", inputShape, layers, dtype, nExamples },
    );
  }

  function begin(agreement: PipelineAgreement, costs?: readonly number[]): PipelineTraining {
    return {
      agreement,
      plan: planFor(settings, agreement, costs),
      nRounds: settings.epochs * settings.roundsPerEpoch,
      attempt: 1,
      round: 0,
      checkpoint: from ?? null,
      loss: null,
      failedRound: null,
      notes: [],
    };
  }

  /** All workers begin, or go on from the checkpoint. */
  function prepare(training: PipelineTraining, facts: Fact[] = []): Move {
    const { plan, checkpoint } = training;
    const round = checkpoint?.round ?? 0;
    const state: PipelineState = {
      phase: "preparing",
      training: { ...training, round },
      poll: openPoll(workers),
    };
    const orders = workers.map((to): Addressed<PipelineOrder> => {
      const states = checkpoint?.states.get(to);
      return { to, order: { type: "prepare", runId: runIdOf(training), plan, ...(states && { states }) } };
    });
    const planned: Fact[] = training.attempt === 1 ? [plannedFact(training)] : [];
    return { state, orders, facts: [...facts, ...planned] };
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

  /** A worker failed: the others would wait for it in vain. */
  function abandon(training: PipelineTraining, poll: Poll<PipelineAnswer>, cause: Cause): Move {
    const reason = `${cause.worker} failed: ${cause.reason}`;
    const left = poll.asked.filter((worker) => !poll.answers.has(worker) && !poll.failures.has(worker));
    const state: PipelineState = { phase: "abandoning", training, poll, cause };
    if (left.length === 0) return awaitReturn(training, cause);
    return {
      state,
      orders: broadcast(left, { type: "abandon", runId: runIdOf(training), reason }),
      facts: [],
    };
  }

  /** @throws CoordinationError when there is no use in trying again. */
  function awaitReturn(training: PipelineTraining, cause: Cause): Move {
    const { round, failedRound, checkpoint } = training;
    const what = `${cause.worker} failed in round ${round}: ${cause.reason}`;
    if (cause.diverged) throw new CoordinationError("diverged", what);
    if (failedRound !== null && round <= failedRound)
      throw new InterruptedTraining(`${what} This was tried again without success.`, checkpoint);
    const where =
      checkpoint === null || checkpoint.round === 0
        ? "the start"
        : `the checkpoint after round ${checkpoint.round}`;
    const note = `${what} Training goes on from ${where} as soon as all workers answer.`;
    return ask(
      {
        phase: "returning",
        training: { ...training, failedRound: round, notes: [...training.notes, note] },
        cause,
        poll: openPoll(workers),
      },
      { type: "describe", wait: true },
      [{ type: "note", text: note }],
    );
  }

  function resume(training: PipelineTraining, cause: Cause, poll: Poll<PipelineAnswer>): Move {
    const missing = [...poll.failures];
    if (missing.length > 0) {
      const reasons = missing.map(([worker, reason]) => `${worker} (${reason})`).join("; ");
      throw new InterruptedTraining(
        `${cause.worker} failed in round ${training.round}: ${cause.reason} It did not return in time: ${reasons}. ` +
          "Start it again and fit with warmStart to go on from the last checkpoint.",
        training.checkpoint,
      );
    }
    const descriptions = answersInOrder(poll) as [WorkerName, StageDescription][];
    const other = descriptions.find(([, { fingerprint }]) => fingerprint !== training.agreement.fingerprint);
    if (other)
      throw new InterruptedTraining(`${other[0]} came back with another data set.`, training.checkpoint);
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
    faultOf: (state, answer) => (state.phase === "finished" ? undefined : faultOfAnswer(state, answer)),
    outcome: (state) => (state.phase === "finished" ? state.outcome : undefined),
  };
}

const EXPECTED = {
  describing: ["description"],
  measuring: ["times"],
  preparing: ["prepared"],
  training: ["trained", "diverged"],
  abandoning: ["trained", "diverged"],
  returning: ["description"],
} as const;

function faultOfAnswer(
  { phase }: { phase: keyof typeof EXPECTED },
  answer: PipelineAnswer,
): string | undefined {
  if (answer.type === "abandoned") return undefined;
  const expected: readonly string[] = EXPECTED[phase];
  if (!expected.includes(answer.type))
    return `Expected an answer ${expected.join(" or ")}, got ${answer.type}.`;
  return answer.type === "description" ? faultOfDescription(answer, true) : undefined;
}

function causeOf(event: CoordinatorEvent<PipelineAnswer>): Cause | undefined {
  const { worker } = event;
  if (event.type === "failed") return { worker, reason: event.reason, diverged: false };
  if (event.answer.type !== "diverged") return undefined;
  const { step, what } = event.answer;
  const reason = `${what} by step ${step}: take a smaller learningRate, or clipNorm.`;
  return { worker, reason, diverged: true };
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

/** A network lacks a part when one worker is missing. @throws CoordinationError with every reason. */
function requireAll(poll: Poll<PipelineAnswer>, phase: string): void {
  if (poll.failures.size === 0) return;
  const reasons = [...poll.failures].map(([worker, reason]) => `${worker}: ${reason}`);
  const order = phase === "preparing" ? "prepare" : phase === "measuring" ? "measure" : "describe";
  throw new CoordinationError(
    "incomplete",
    `A pipeline needs every one of its workers; these failed at ${order}: ${reasons.join("; ")}`,
  );
}
