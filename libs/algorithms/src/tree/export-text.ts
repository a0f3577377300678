import { DataError } from "../errors.ts";
import { checkBetween, checkIntegerAtLeast, checkOptions } from "../validation/parameters.ts";
import { fixedDecimals } from "./fixed-decimals.ts";
import { LEAF, type FlatTree } from "./flat-tree.ts";

export interface ExportTextOptions {
  /** d names. Default: feature_0, feature_1, …. */
  featureNames?: readonly string[];
  /** Decimals of thresholds and means, 0…100. Default: 2. */
  decimals?: number;
  /** Levels that are shown, ≥ 0; what is below is told by its depth. Default: 10. */
  maxDepth?: number;
  /** Spaces between the levels, ≥ 1. Default: 3. */
  spacing?: number;
}

const DEFAULTS = { featureNames: undefined, decimals: 2, maxDepth: 10, spacing: 3 };

/** What a leaf says, e.g. ` class: 1`. */
type LeafText = (leaf: number, decimals: number) => string;

/**
 * The tree as text, in the form of scikit-learn's `export_text`.
 *
 * @throws ParameterError; DataError when there is not one name for every feature.
 */
export function exportText(
  tree: FlatTree,
  nFeatures: number,
  leafText: LeafText,
  options: ExportTextOptions,
): string {
  checkOptions(DEFAULTS, options);
  const given = { ...DEFAULTS, ...options };
  checkIntegerAtLeast(0, "decimals", given.decimals);
  checkBetween(0, 100, "decimals", given.decimals);
  checkIntegerAtLeast(0, "maxDepth", given.maxDepth);
  checkIntegerAtLeast(1, "spacing", given.spacing);
  const names = given.featureNames ?? Array.from({ length: nFeatures }, (_, j) => `feature_${j}`);
  if (names.length !== nFeatures) {
    throw new DataError({
      expected: `${nFeatures} featureNames`,
      got: String(names.length),
      remedy: "Name every column of X, in its order.",
    });
  }
  return linesOf(tree, { ...given, names, leafText }, 0, 1).join("");
}

interface Style {
  readonly names: readonly string[];
  readonly decimals: number;
  readonly maxDepth: number;
  readonly spacing: number;
  readonly leafText: LeafText;
}

/** The lines of the subtree at node t, whose depth is 1 at the root. */
function linesOf(tree: FlatTree, style: Style, t: number, depth: number): string[] {
  const { decimals, spacing } = style;
  const levels = `|${" ".repeat(spacing)}`.repeat(depth);
  const indent = levels.slice(0, -spacing) + "-".repeat(spacing);
  if (tree.feature[t] === LEAF) return [`${indent}${style.leafText(t, decimals)}\n`];
  if (depth > style.maxDepth + 1) return [`${indent} truncated branch of depth ${levelsBelow(tree, t)}\n`];
  const name = style.names[tree.feature[t]];
  const threshold = fixedDecimals(tree.threshold[t], decimals);
  return [
    `${indent} ${name} <= ${threshold}\n`,
    ...linesOf(tree, style, tree.left[t], depth + 1),
    `${indent} ${name} >  ${threshold}\n`,
    ...linesOf(tree, style, tree.right[t], depth + 1),
  ];
}

/** Nodes on the longest way down, t and the leaf included. */
function levelsBelow(tree: FlatTree, t: number): number {
  if (tree.feature[t] === LEAF) return 1;
  return 1 + Math.max(levelsBelow(tree, tree.left[t]), levelsBelow(tree, tree.right[t]));
}
