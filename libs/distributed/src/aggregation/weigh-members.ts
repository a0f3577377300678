import type { WorkerName } from "../coordinator/coordinator.ts";
import type { Fleet } from "../coordinator/fleet.ts";
import type { Weighting } from "./combine.ts";

/**
 * How much each member of the ensemble counts: 1, or the rows of its shard.
 *
 * @returns and a note when a worker (of chimera 0.1) did not tell its rows, so that all have to count alike.
 */
export function weighMembers(
  fleet: Fleet,
  weighting: Weighting,
): { weights: ReadonlyMap<WorkerName, number>; note: string | undefined } {
  const members = fleet.filter(({ state }) => state === "ok");
  const alike = new Map(members.map(({ name }) => [name, 1]));
  if (weighting === "uniform") return { weights: alike, note: undefined };
  const silent = members.find(({ nSamples }) => !nSamples);
  if (silent) {
    const note = `${silent.name} did not tell a sample count: all workers weigh alike in the mean.`;
    return { weights: alike, note };
  }
  return { weights: new Map(members.map(({ name, nSamples }) => [name, nSamples!])), note: undefined };
}
