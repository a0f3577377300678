import type { FlatTree } from "./flat-tree.ts";
import { createStack, PriorityQueue, type Frontier } from "./frontier.ts";
import { sizeOf, type GrowingNode } from "./growing-node.ts";
import type { GrowthLimits } from "./limits.ts";
import type { Objective } from "./objective.ts";
import type { Split, SplitSearch } from "./split-search.ts";
import { TreeBuilder } from "./tree-builder.ts";

/**
 * Grows a tree from its root. Without `maxLeafNodes` nodes are split depth first, until none can be; with it best
 * first, always the leaf whose split lowers the weighted impurity most (of equal ones the oldest), until there are
 * enough leaves. As in scikit-learn an impure node is split even where that gains nothing yet: the gain may
 * come one level deeper, as in the exclusive or.
 */
export function growTree(search: SplitSearch, objective: Objective, limits: GrowthLimits): FlatTree {
  return new Growth(search, objective, limits).run();
}

class Growth {
  private readonly limits: GrowthLimits;
  private readonly objective: Objective;
  private readonly search: SplitSearch;
  private readonly builder: TreeBuilder;
  private readonly frontier: Frontier<GrowingNode>;
  /** The rows of all nodes: a node owns a stretch, splitting it orders that stretch. */
  private readonly rows: Int32Array;
  private readonly buffer: Int32Array;

  constructor(search: SplitSearch, objective: Objective, limits: GrowthLimits) {
    this.limits = limits;
    this.objective = objective;
    this.search = search;
    this.builder = new TreeBuilder(objective.nOutputs);
    this.frontier = limits.maxLeafNodes === null ? createStack() : new PriorityQueue(isBetter);
    this.rows = objective.rowWeights.rows.slice();
    this.buffer = new Int32Array(this.rows.length);
  }

  run(): FlatTree {
    this.open(this.createNode(0, this.rows.length, 0));
    const { maxLeafNodes } = this.limits;
    for (let nLeaves = 1; maxLeafNodes === null || nLeaves < maxLeafNodes; nLeaves++) {
      const node = this.frontier.pop();
      if (!node?.split) break;
      this.split(node, node.split);
    }
    return this.builder.finish();
  }

  private createNode(start: number, end: number, depth: number): GrowingNode {
    const summary = this.objective.summarise(this.rows, start, end);
    const id = this.builder.addLeaf(end - start, summary);
    return { id, start, end, depth, summary, split: null, histogram: null };
  }

  private split(node: GrowingNode, split: Split): void {
    const { rows } = this;
    const middle = this.search.partition(rows, this.buffer, node.start, node.end, split);
    const left = this.createNode(node.start, middle, node.depth + 1);
    const right = this.createNode(middle, node.end, node.depth + 1);
    this.builder.split(node.id, split, left.id, right.id);
    const [small, large] = sizeOf(left) <= sizeOf(right) ? [left, right] : [right, left];
    if (this.mayBeSplit(large)) this.search.handDown(node, small, large, rows);
    else this.search.keep(node, false);
    // On a stack the smaller child comes next: then never more than log₂ n histograms are alive.
    this.open(large);
    this.open(small);
  }

  /** Puts a node on the frontier if it can be split. */
  private open(node: GrowingNode): void {
    if (this.mayBeSplit(node)) node.split = this.findSplit(node);
    this.search.keep(node, node.split !== null);
    if (node.split !== null) this.frontier.push(node);
  }

  /** As scikit-learn does, a decrease is compared as the mean over all rows, and with some allowance for rounding. */
  private findSplit(node: GrowingNode): Split | null {
    const split = this.search.find(node, this.rows);
    if (split === null) return null;
    const decrease = split.decrease / this.objective.rowWeights.total;
    return decrease + Number.EPSILON < this.limits.minImpurityDecrease ? null : split;
  }

  private mayBeSplit(node: GrowingNode): boolean {
    const { maxDepth, minSamplesSplit, minSamplesLeaf, minWeightLeaf } = this.limits;
    return (
      !node.summary.isPure &&
      (maxDepth === null || node.depth < maxDepth) &&
      sizeOf(node) >= Math.max(minSamplesSplit, 2 * minSamplesLeaf) &&
      node.summary.weight >= 2 * minWeightLeaf
    );
  }
}

function isBetter(a: GrowingNode, b: GrowingNode): boolean {
  const difference = (a.split?.decrease ?? 0) - (b.split?.decrease ?? 0);
  return difference > 0 || (difference === 0 && a.id < b.id);
}
