import {
  balancedWeights,
  CLASS_CRITERIA,
  classObjective,
  MEAN_CRITERIA,
  type MakeObjective,
} from "../tree/index.ts";

/** What the trees of a forest learn, as plain data. */
export type ForestTargets =
  | {
      readonly type: "classes";
      /** n codes 0…K−1. */
      readonly codes: Float64Array;
      readonly nClasses: number;
      readonly criterion: keyof typeof CLASS_CRITERIA;
      /** Whether the classes weigh alike in each tree's sample (`classWeight` "balanced_subsample"). */
      readonly balancesSamples: boolean;
    }
  | {
      readonly type: "numbers";
      readonly values: Float64Array;
      readonly criterion: keyof typeof MEAN_CRITERIA;
    };

export function objectiveOf(targets: ForestTargets): MakeObjective {
  if (targets.type === "numbers") return MEAN_CRITERIA[targets.criterion](targets.values);
  return classObjective(targets.codes, targets.nClasses, CLASS_CRITERIA[targets.criterion]);
}

/**
 * Further weights of the rows, in a tree whose sample drew them so often; null where there are none.
 *
 * @param counts n.
 */
export function subsampleWeights(targets: ForestTargets, counts: Float64Array): Float64Array | null {
  if (targets.type !== "classes" || !targets.balancesSamples) return null;
  const ofClass = balancedWeights(targets.codes, targets.nClasses, counts);
  return targets.codes.map((code) => ofClass[code]);
}
