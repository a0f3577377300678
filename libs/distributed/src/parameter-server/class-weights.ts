import type { Label } from "@chimera/algorithms";
import type { WorkerName } from "../coordinator/coordinator.ts";
import { CoordinationError } from "../coordinator/errors.ts";
import type { WorkerDescription } from "./messages.ts";
import type { ParameterServerSettings } from "./settings.ts";

type Descriptions = readonly [WorkerName, WorkerDescription][];

/**
 * The weight of each class in the loss, L = 1/n Σᵢ w(yᵢ) l(yᵢ, f(xᵢ)). `balanced` lets every class weigh alike, whatever
 * its share of the rows (King & Zeng, Logistic Regression in Rare Events Data, 2001; as in scikit-learn):
 *
 *     w_c = n / (K n_c)        n = Σ n_c over all shards
 *
 * @param classes the agreed ones, K of them.
 * @returns K weights; `null` when all classes weigh 1.
 * @throws CoordinationError when a worker cannot tell its counts, or a weight is given to a class that nobody has.
 */
export function classWeightsOver(
  classWeight: ParameterServerSettings["classWeight"],
  classes: readonly Label[],
  descriptions: Descriptions,
): number[] | null {
  if (classWeight === null) return null;
  requireCounts(descriptions);
  if (classWeight !== "balanced") return givenWeights(classWeight, classes);
  const counts = mergedCounts(classes, descriptions);
  const n = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => n / (classes.length * count));
}

/** A worker of chimera 0.1 tells no counts, and knows no weights either. */
function requireCounts(descriptions: Descriptions): void {
  const silent = descriptions.find(([, { classCounts }]) => classCounts === undefined);
  if (!silent) return;
  throw new CoordinationError(
    "disagreement",
    `${silent[0]} does not tell how many rows it has of each class, which classWeight needs: set it to null.`,
  );
}

/** Rows of each class over all shards; labels are compared as text. */
function mergedCounts(classes: readonly Label[], descriptions: Descriptions): number[] {
  const counts = new Map(classes.map((label) => [String(label), 0]));
  for (const [, { classes: own, classCounts }] of descriptions) {
    own?.forEach((label, k) => {
      const name = String(label);
      counts.set(name, (counts.get(name) ?? 0) + (classCounts?.[k] ?? 0));
    });
  }
  return [...counts.values()];
}

function givenWeights(weights: Record<Label, number>, classes: readonly Label[]): number[] {
  const names = classes.map(String);
  const unknown = Object.keys(weights).find((label) => !names.includes(label));
  if (unknown !== undefined) {
    throw new CoordinationError(
      "disagreement",
      `classWeight gives a weight to ${unknown}, which is no class of any shard: the classes are ${names.join(", ")}.`,
    );
  }
  // Own properties only: a class may be called "constructor".
  return names.map((label) => (Object.hasOwn(weights, label) ? weights[label] : 1));
}
