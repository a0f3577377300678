import { midpoint, type Bins } from "../tree/bins.ts";
import { LEAF } from "../tree/flat-tree.ts";
import { createStack, PriorityQueue, type Frontier } from "../tree/frontier.ts";
import type { BoostedTree } from "./boosted-tree.ts";
import type { CodeGroups } from "./code-groups.ts";
import { GradientHistograms, type GradientHistogram } from "./gradient-histograms.ts";
import { GroupedPartition } from "./grouped-partition.ts";
import { MIN_HESSIAN, SplitFinder, type GradientSplit, type GradientSums } from "./split-finder.ts";

/** When a tree stops growing, and how its answers shrink; see `BoostingParameters`. */
export interface GrowerParameters {
  readonly learningRate: number;
  readonly maxLeafNodes: number | null;
  readonly maxDepth: number | null;
  readonly minSamplesLeaf: number;
  readonly l2Regularization: number;
}

/** A node of the tree that grows. Its rows are a stretch of the grower's `rows`. */
export interface GrownNode {
  readonly start: number;
  readonly end: number;
  readonly depth: number;
  readonly sums: GradientSums;
  /** What it adds to the raw scores of its rows if it stays a leaf. */
  value: number;
  /** Its best split, as long as it may be split or once it is. */
  split: GradientSplit | null;
  children: readonly [left: GrownNode, right: GrownNode] | null;
  histogram: GradientHistogram | null;
}

/**
 * Grows trees on gradients and hessians, one after another on the same rows; all buffers are made once.
 *
 * The leaf of the greatest gain is split next, until there are `maxLeafNodes` leaves or no split gains anything. A tree
 * whose root cannot be split adds 0.
 */
export class TreeGrower {
  /** Row numbers, the rows of a node together. */
  readonly rows: Int32Array;
  private readonly features: readonly Bins[];
  private readonly parameters: GrowerParameters;
  private readonly partition: GroupedPartition;
  private readonly histograms: GradientHistograms;
  private readonly finder: SplitFinder;
  private gradients: Float64Array = new Float64Array(0);
  private hessians: Float64Array | null = null;

  constructor(codes: CodeGroups, features: readonly Bins[], parameters: GrowerParameters) {
    this.features = features;
    this.parameters = parameters;
    this.partition = new GroupedPartition(codes);
    this.rows = this.partition.rows;
    this.histograms = new GradientHistograms(codes, features);
    this.finder = new SplitFinder(features, parameters.minSamplesLeaf, parameters.l2Regularization);
  }

  /**
   * @param hessians `null` where they are 1.
   * @returns the nodes in the order of their making: the root first, siblings side by side.
   */
  grow(gradients: Float64Array, hessians: Float64Array | null): GrownNode[] {
    this.gradients = gradients;
    this.hessians = hessians;
    this.partition.reset();
    const root = this.createRoot();
    const nodes = [root];
    const { maxLeafNodes } = this.parameters;
    // When every leaf is split that can be, the order does not matter, and depth first needs the fewest histograms.
    const frontier = maxLeafNodes === null ? createStack<GrownNode>() : new PriorityQueue(gainsMore);
    this.open(root, frontier);
    for (let nLeaves = 1; maxLeafNodes === null || nLeaves < maxLeafNodes; nLeaves++) {
      const node = frontier.pop();
      if (!node?.split) break;
      const isLast = nLeaves + 1 === maxLeafNodes;
      nodes.push(...this.split(node, node.split, frontier, isLast));
    }
    for (let node = frontier.pop(); node; node = frontier.pop()) this.close(node);
    return nodes;
  }

  /** The tree of these nodes, with thresholds in the units of the features. */
  toTree(nodes: readonly GrownNode[]): BoostedTree {
    const numbers = new Map(nodes.map((node, t) => [node, t]));
    const childOf = (node: GrownNode, side: 0 | 1) =>
      node.children === null ? LEAF : (numbers.get(node.children[side]) ?? LEAF);
    return {
      feature: Int32Array.from(nodes, ({ split }) => split?.feature ?? LEAF),
      threshold: Float64Array.from(nodes, ({ split }) => (split === null ? 0 : this.thresholdOf(split))),
      left: Int32Array.from(nodes, (node) => childOf(node, 0)),
      right: Int32Array.from(nodes, (node) => childOf(node, 1)),
      value: Float64Array.from(nodes, ({ split, value }) => (split === null ? value : 0)),
      nRows: Int32Array.from(nodes, ({ sums }) => sums.n),
      gain: Float64Array.from(nodes, ({ split }) => split?.gain ?? 0),
    };
  }

  private createRoot(): GrownNode {
    const n = this.rows.length;
    const sums = { n, G: sum(this.gradients), H: this.hessians === null ? n : sum(this.hessians) };
    return { start: 0, end: n, depth: 0, sums, value: 0, split: null, children: null, histogram: null };
  }

  private split(
    node: GrownNode,
    split: GradientSplit,
    frontier: Frontier<GrownNode>,
    isLast: boolean,
  ): readonly [GrownNode, GrownNode] {
    const middle = this.partition.split(node.start, node.end, split.feature, split.bin);
    const left = this.createChild(node, node.start, middle, split.left);
    const right = this.createChild(node, middle, node.end, split.right);
    node.children = [left, right];
    const [small, large] = left.sums.n < right.sums.n ? [left, right] : [right, left];
    this.inheritHistogram(node, small, large, isLast);
    if (!isLast) {
      this.open(large, frontier);
      this.open(small, frontier);
    }
    return node.children;
  }

  private createChild(parent: GrownNode, start: number, end: number, sums: GradientSums): GrownNode {
    const value = this.parameters.learningRate * this.finder.step(sums);
    const depth = parent.depth + 1;
    return { start, end, depth, sums, value, split: null, children: null, histogram: null };
  }

  /** Spares the larger child the counting, where it wants a histogram and the node has kept its own. */
  private inheritHistogram(node: GrownNode, small: GrownNode, large: GrownNode, isLast: boolean): void {
    if (node.histogram === null) return;
    if (!isLast && this.mayBeSplit(large)) {
      small.histogram = this.countHistogram(small);
      large.histogram = this.histograms.subtract(node.histogram, small.histogram);
    } else {
      this.histograms.release(node.histogram);
    }
    node.histogram = null;
  }

  /** Puts a node on the frontier if it can be split. */
  private open(node: GrownNode, frontier: Frontier<GrownNode>): void {
    if (this.mayBeSplit(node)) {
      node.histogram ??= this.countHistogram(node);
      const isRoot = node.depth === 0;
      node.split = this.finder.find(node.histogram.bins, node.sums, isRoot, this.hessians !== null);
    }
    if (node.split !== null) frontier.push(node);
    if (node.split === null || !this.isWorthKeeping(node)) this.releaseHistogram(node);
  }

  /** Makes a node that could still be split a leaf for good. */
  private close(node: GrownNode): void {
    node.split = null;
    this.releaseHistogram(node);
  }

  private mayBeSplit({ depth, sums }: GrownNode): boolean {
    const { maxDepth, minSamplesLeaf } = this.parameters;
    return sums.n >= 2 * minSamplesLeaf && sums.H >= MIN_HESSIAN && (maxDepth === null || depth < maxDepth);
  }

  /** A histogram is kept for the children as long as counting them costs more than subtracting. */
  private isWorthKeeping({ sums }: GrownNode): boolean {
    return sums.n * this.features.length >= this.histograms.nBins;
  }

  private countHistogram({ start, end }: GrownNode): GradientHistogram {
    return this.histograms.count(this.rows, start, end, this.gradients, this.hessians);
  }

  private releaseHistogram(node: GrownNode): void {
    if (node.histogram !== null) this.histograms.release(node.histogram);
    node.histogram = null;
  }

  private thresholdOf({ feature, bin }: GradientSplit): number {
    const { lower, upper } = this.features[feature];
    return midpoint(upper[bin], lower[bin + 1]);
  }
}

function gainsMore(a: GrownNode, b: GrownNode): boolean {
  return (a.split?.gain ?? 0) > (b.split?.gain ?? 0);
}

function sum(values: Float64Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}
