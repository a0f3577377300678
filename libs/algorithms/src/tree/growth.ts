import type { BinnedMatrix } from "./binned-matrix.ts";
import type { FlatTree } from "./flat-tree.ts";
import { createStack, PriorityQueue, type Frontier } from "./frontier.ts";
import { Histograms, subtractHistogram } from "./histograms.ts";
import type { NodeSummary, Objective } from "./objective.ts";
import { RowPartition } from "./row-partition.ts";
import { SplitSearch, type Split } from "./split-search.ts";
import { TreeBuilder } from "./tree-builder.ts";

/** When a tree stops growing; see `TreeParameters`. */
export interface GrowthLimits {
  readonly maxDepth: number | null;
  readonly maxLeafNodes: number | null;
  readonly minSamplesSplit: number;
  readonly minSamplesLeaf: number;
}

interface GrowingNode {
  readonly id: number;
  /** Its stretch of the row partition. */
  readonly start: number;
  readonly end: number;
  readonly depth: number;
  readonly summary: NodeSummary;
  /** Its best split, once that is found and as long as the node is a leaf. */
  split: Split | null;
  histogram: Float64Array | null;
}

/**
 * Grows a tree from its root. Without `maxLeafNodes` nodes are split depth first, until none can be; with it best
 * first, always the leaf whose split lowers the weighted impurity most (of equal ones the oldest), until there are
 * enough leaves. As in scikit-learn an impure node is split even where that gains nothing yet: the gain may
 * come one level deeper, as in the exclusive or.
 */
export function growTree(binned: BinnedMatrix, objective: Objective, limits: GrowthLimits): FlatTree {
  return new Growth(binned, objective, limits).run();
}

class Growth {
  private readonly limits: GrowthLimits;
  private readonly objective: Objective;
  private readonly nFeatures: number;
  private readonly partition: RowPartition;
  private readonly histograms: Histograms;
  private readonly search: SplitSearch;
  private readonly builder: TreeBuilder;
  private readonly frontier: Frontier<GrowingNode>;

  constructor(binned: BinnedMatrix, objective: Objective, limits: GrowthLimits) {
    this.limits = limits;
    this.objective = objective;
    this.nFeatures = binned.features.length;
    this.partition = new RowPartition(binned);
    this.histograms = new Histograms(binned, objective);
    this.search = new SplitSearch(binned, this.histograms, objective, limits.minSamplesLeaf);
    this.builder = new TreeBuilder(objective.nOutputs);
    this.frontier = limits.maxLeafNodes === null ? createStack() : new PriorityQueue(isBetter);
  }

  run(): FlatTree {
    this.open(this.createNode(0, this.partition.rows.length, 0));
    const { maxLeafNodes } = this.limits;
    for (let nLeaves = 1; maxLeafNodes === null || nLeaves < maxLeafNodes; nLeaves++) {
      const node = this.frontier.pop();
      if (!node?.split) break;
      this.split(node, node.split);
    }
    return this.builder.finish();
  }

  private createNode(start: number, end: number, depth: number): GrowingNode {
    const summary = this.objective.summarise(this.partition.rows, start, end);
    const id = this.builder.addLeaf(end - start, summary);
    return { id, start, end, depth, summary, split: null, histogram: null };
  }

  private split(node: GrowingNode, split: Split): void {
    const middle = this.partition.split(node.start, node.end, split);
    const left = this.createNode(node.start, middle, node.depth + 1);
    const right = this.createNode(middle, node.end, node.depth + 1);
    this.builder.split(node.id, split, left.id, right.id);
    const [small, large] = sizeOf(left) <= sizeOf(right) ? [left, right] : [right, left];
    this.inheritHistogram(node, small, large);
    // On a stack the smaller child comes next: then never more than log₂ n histograms are alive.
    this.open(large);
    this.open(small);
  }

  /** Spares the larger child the counting, where it wants a histogram and counting would cost more. */
  private inheritHistogram(node: GrowingNode, small: GrowingNode, large: GrowingNode): void {
    if (node.histogram === null) return;
    if (this.mayBeSplit(large) && this.isWorthKeeping(large)) {
      small.histogram = this.countHistogram(small);
      large.histogram = subtractHistogram(node.histogram, small.histogram);
    } else {
      this.histograms.release(node.histogram);
    }
    node.histogram = null;
  }

  /** Puts a node on the frontier if it can be split. */
  private open(node: GrowingNode): void {
    if (this.mayBeSplit(node)) node.split = this.findSplit(node);
    if (node.histogram !== null && (node.split === null || !this.isWorthKeeping(node))) {
      this.histograms.release(node.histogram);
      node.histogram = null;
    }
    if (node.split !== null) this.frontier.push(node);
  }

  private findSplit(node: GrowingNode): Split | null {
    node.histogram ??= this.countHistogram(node);
    const rows = this.partition.rows.subarray(node.start, node.end);
    return this.search.find(node.histogram, node.summary.statistics, rows);
  }

  private mayBeSplit(node: GrowingNode): boolean {
    const { maxDepth, minSamplesSplit, minSamplesLeaf } = this.limits;
    return (
      !node.summary.isPure &&
      (maxDepth === null || node.depth < maxDepth) &&
      sizeOf(node) >= Math.max(minSamplesSplit, 2 * minSamplesLeaf)
    );
  }

  /** A histogram is kept for the children as long as counting them costs more than subtracting. */
  private isWorthKeeping(node: GrowingNode): boolean {
    return sizeOf(node) * this.nFeatures >= this.histograms.nBins * this.objective.width;
  }

  private countHistogram(node: GrowingNode): Float64Array {
    return this.histograms.count(this.partition.rows, node.start, node.end);
  }
}

function sizeOf(node: GrowingNode): number {
  return node.end - node.start;
}

function isBetter(a: GrowingNode, b: GrowingNode): boolean {
  const difference = (a.split?.decrease ?? 0) - (b.split?.decrease ?? 0);
  return difference > 0 || (difference === 0 && a.id < b.id);
}
