import type { Fact } from "../coordinator/coordinator.ts";
import type { FitReport, ReplicaGroup } from "../coordinator/fit-report.ts";
import type { PipelineTraining } from "./training.ts";

/** Before the first round. */
export function factsAtStart(training: PipelineTraining): Fact[] {
  const notes = training.notes.map((text): Fact => ({ type: "note", text }));
  return [plannedFact(training), ...notes];
}

/** How the network is cut, and who computes what in which order. */
function plannedFact({ plan, nRounds }: PipelineTraining): Fact {
  const { schedule, chunks, microBatches, cut, layers } = plan;
  const { nReplicas, nStages, nRanks, workers } = plan.grid;
  const parts = cut.map(([first, end]) => layers.slice(first, end).map(({ type }) => type));
  return {
    type: "pipeline-planned",
    schedule,
    chunks,
    microBatches,
    nReplicas,
    nStages,
    nRanks,
    workers: [...workers],
    parts,
    nRounds,
  };
}

/**
 * Of a fit that came to its end: with a worker less there is no network, so nothing is ever `partial`.
 *
 * @param replicas that were compared, where there are several.
 */
export function reportOf(
  { agreement, round, loss, notes }: PipelineTraining,
  replicas?: ReplicaGroup[],
): FitReport {
  const { workers } = agreement.grid;
  return {
    fit: "ok",
    iterations: round,
    converged: false,
    finalLoss: loss,
    ...(replicas && { replicas }),
    workers: workers.map((name) => ({ name, state: "ok", nSamples: agreement.nRows, rounds: round })),
    notes: [...notes],
  };
}
