import type { NodeSummary } from "./objective.ts";
import type { Split } from "./split-search.ts";

/** A node while its tree grows. */
export interface GrowingNode {
  readonly id: number;
  /** Its stretch of the array of rows. */
  readonly start: number;
  readonly end: number;
  readonly depth: number;
  readonly summary: NodeSummary;
  /** Its best split, once that is found and as long as the node is a leaf. */
  split: Split | null;
  /** The histograms of all features, where they are kept. */
  histogram: Float64Array | null;
}

/** Rows of the node. */
export function sizeOf(node: GrowingNode): number {
  return node.end - node.start;
}
