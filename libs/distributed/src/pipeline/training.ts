import type { Scaling } from "@chimera/algorithms";
import type { Fact, WorkerName } from "../coordinator/coordinator.ts";
import { planFor, type PipelineAgreement } from "./agreement.ts";
import { stepsPerEpoch } from "./batches.ts";
import { seatOf } from "./grid.ts";
import { notesOf } from "./layered-estimator.ts";
import type { PipelineAnswer, TrainedAnswer } from "./messages.ts";
import type { PartState } from "./part.ts";
import type { TrainingPlan } from "./plan.ts";
import { requireEqualReplicas } from "./replicas.ts";
import { stepsOfRound, type RoundSteps } from "./rounds.ts";
import type { PipelineSettings } from "./settings.ts";

/** Everything to go on from after a round. */
export interface Checkpoint {
  /** Rounds that were done; 0: none. */
  readonly round: number;
  /** Of each worker, its parts'. */
  readonly states: ReadonlyMap<WorkerName, readonly PartState[]>;
  readonly scaling: Scaling | null;
}

/** What the master holds while a pipeline trains. */
export interface PipelineTraining {
  readonly agreement: PipelineAgreement;
  readonly plan: TrainingPlan;
  readonly nRounds: number;
  /** 1, 2, …: how often the workers were prepared. */
  readonly attempt: number;
  /** The round that is asked for; 0 before the first. */
  readonly round: number;
  readonly checkpoint: Checkpoint | null;
  /** Mean loss of the last round, before its updates. */
  readonly loss: number | null;
  /** The round in which workers failed last. */
  readonly failedRound: number | null;
  /** What a user should know of this training. */
  readonly notes: readonly string[];
}

/**
 * Before the workers are prepared.
 *
 * @param costs measured times of the layers, if they were. @param from where to go on (warm start).
 * @throws ParameterError, DataError that name the layer or option.
 */
export function beginTraining(
  settings: PipelineSettings,
  agreement: PipelineAgreement,
  costs: readonly number[] | undefined,
  from: Checkpoint | null = null,
): PipelineTraining {
  return {
    agreement,
    plan: planFor(settings, agreement, costs),
    nRounds: settings.epochs * settings.roundsPerEpoch,
    attempt: 1,
    round: 0,
    checkpoint: from,
    loss: null,
    failedRound: null,
    notes: notesOf(settings.estimator),
  };
}

/** The steps of a round. */
export function stepsOf({ plan, agreement }: PipelineTraining, round: number): RoundSteps {
  const { batchSize, seed, shuffle, roundsPerEpoch } = plan;
  const steps = stepsPerEpoch({ nRows: agreement.nRows, batchSize, seed, shuffle });
  return stepsOfRound(round, steps, roundsPerEpoch);
}

/** Whether the answers to a round shall bring the weights along: for a checkpoint, or because it is the last. */
export function keepsWeights(
  training: PipelineTraining,
  checkpointEvery: number | null,
  round: number,
): boolean {
  return round === training.nRounds || (checkpointEvery !== null && round % checkpointEvery === 0);
}

/** A finished round: what the master learns from it. */
export function afterRound(
  training: PipelineTraining,
  answers: readonly [WorkerName, PipelineAnswer][],
): { training: PipelineTraining; facts: Fact[] } {
  const { round, plan } = training;
  const trained = answers as [WorkerName, TrainedAnswer][];
  requireEqualReplicas(plan.grid, trained, round);
  const losses = trained.flatMap(([, { loss }]) => (loss === null ? [] : [loss]));
  // Every rank of the last stage tells the same loss.
  const sum = losses.reduce((total, loss) => total + loss, 0) / plan.grid.nRanks;
  const [, { nRows }] = trained[0];
  const loss = nRows === 0 ? training.loss : sum / nRows;
  const squares = trained.map(([worker, { squaredUpdate }]) =>
    seatOf(plan.grid, worker).replica === 0 ? squaredUpdate : 0,
  );
  const updateNorm = Math.sqrt(squares.reduce((total, square) => total + square, 0));
  const checkpoint = checkpointOf(trained, round) ?? training.checkpoint;
  const facts: Fact[] = trained.map(([worker, { records }]) => ({
    type: "stage-timeline",
    round,
    worker,
    ...seatOf(plan.grid, worker),
    records,
  }));
  facts.push({
    type: "round-finished",
    round,
    answered: answers.map(([worker]) => worker),
    loss,
    updateNorm,
  });
  return { training: { ...training, loss, checkpoint }, facts };
}

function checkpointOf(answers: readonly [WorkerName, TrainedAnswer][], round: number): Checkpoint | null {
  const states = new Map<WorkerName, readonly PartState[]>();
  for (const [worker, answer] of answers) {
    if (answer.states === undefined) return null;
    states.set(worker, answer.states);
  }
  const scaling = answers.find(([, answer]) => answer.scaling)?.[1].scaling ?? null;
  return { round, states, scaling };
}
