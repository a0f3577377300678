import type { WorkerName } from "../coordinator/coordinator.ts";
import { CoordinationError } from "../coordinator/errors.ts";
import type { ReplicaGroup } from "../coordinator/fit-report.ts";
import { membersOfReplica, replicasOf, seatOf, type Grid } from "./grid.ts";
import type { PipelineAnswer, TrainedAnswer } from "./messages.ts";

/** Who should hold the same weights after a round, with the hash that the first of them told. */
export function replicaGroups(
  grid: Grid,
  answers: readonly (readonly [WorkerName, PipelineAnswer])[],
): ReplicaGroup[] {
  const told = new Map(answers as [WorkerName, TrainedAnswer][]);
  return membersOfReplica(grid, 0).map((first) => {
    const seat = seatOf(grid, first);
    const { stage, rank } = seat;
    return { stage, rank, workers: replicasOf(grid, seat), hash: told.get(first)!.fingerprint };
  });
}

/** All replicas of a stage make the same steps from the same start. @throws CoordinationError when they did not. */
export function requireEqualReplicas(
  grid: Grid,
  answers: readonly (readonly [WorkerName, TrainedAnswer])[],
  round: number,
): void {
  const told = new Map(answers);
  const hashOf = (worker: WorkerName): string => told.get(worker)!.fingerprint;
  for (const { stage, workers, hash } of replicaGroups(grid, answers)) {
    const other = workers.find((worker) => hashOf(worker) !== hash);
    if (other === undefined) continue;
    throw new CoordinationError(
      "disagreement",
      `The replicas ${workers[0]} and ${other} of stage ${stage} hold other weights after round ${round} ` +
        `(${hash} and ${hashOf(other)}). Give both the same CHIMERA_KERNELS, and let layers of your own draw by the seed alone.`,
    );
  }
}
