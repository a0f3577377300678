import { clipFactor, type Floats } from "@chimera/algorithms";
import { allReduceSum } from "../collectives/index.ts";
import type { WorkerName } from "../coordinator/coordinator.ts";
import type { Peers } from "../peers/index.ts";
import { membersOfReplica, replicasOf, type Seat } from "./grid.ts";
import { addSquaredNorms, type Part } from "./part.ts";
import type { TrainingPlan } from "./plan.ts";

/** A worker between the last backward of a step and its update. */
export interface GradientExchange {
  readonly name: WorkerName;
  readonly seat: Seat;
  readonly plan: TrainingPlan;
  readonly parts: readonly Part[];
  readonly peers: Peers;
  /** Names this training in the tags of its messages. */
  readonly runId: string;
  readonly step: number;
}

/**
 * The replicas r of a stage have other rows each, and shares L_r of one loss:
 *
 *     g ← Σ_r g_r        statistics ← (1/R) Σ_r statistics_r
 *
 * BatchNorm's statistics are what each noted of its own rows: all go on from the mean.
 *
 * @throws Error when a message cannot be sent or the run is abandoned. @returns bytes that this worker sent.
 */
export async function sumOverReplicas(exchange: GradientExchange): Promise<number> {
  const { parts, plan, seat, step } = exchange;
  const ranks = replicasOf(plan.grid, seat);
  let bytes = 0;
  for (const [chunk, { gradient, weights }] of parts.entries()) {
    bytes += await allReduce(exchange, gradient, ranks, `${step} gradient ${chunk}`);
    if (weights.statistics.length > 0)
      bytes += await allReduce(exchange, weights.statistics, ranks, `${step} statistics ${chunk}`, true);
  }
  return bytes;
}

/**
 * Each worker of a replica knows the norms of its own layers; together they know ‖g‖ of the whole network.
 *
 * @throws Error when a message cannot be sent or the run is abandoned. @returns bytes that this worker sent.
 */
export async function clipTogether(exchange: GradientExchange, clipNorm: number): Promise<number> {
  const { parts, plan, seat, step } = exchange;
  const norms = new Float64Array(plan.layers.length);
  for (const part of parts) addSquaredNorms(part, norms);
  const members = membersOfReplica(plan.grid, seat.replica);
  const bytes = await allReduce(exchange, norms, members, `${step} norms ${seat.replica}`);
  clip(parts, norms, clipNorm);
  return bytes;
}

function allReduce(
  { peers, name, runId }: GradientExchange,
  vector: Floats,
  ranks: readonly WorkerName[],
  tag: string,
  mean = false,
): Promise<number> {
  return allReduceSum(vector, { rank: ranks.indexOf(name), ranks, peers, tag: `${runId} ${tag}`, mean });
}

/**
 * g ← g · min(1, clipNorm / ‖g‖)
 *
 * @param norms ‖g‖² of every layer of the network, summed first to last whatever the cut.
 */
export function clip(parts: readonly Pick<Part, "gradient">[], norms: Float64Array, clipNorm: number): void {
  const norm = Math.sqrt(norms.reduce((sum, squared) => sum + squared, 0));
  const factor = clipFactor(norm, clipNorm);
  if (factor < 1)
    for (const { gradient } of parts) for (let j = 0; j < gradient.length; j++) gradient[j] *= factor;
}
