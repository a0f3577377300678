import { LEAF, type FlatTree } from "./flat-tree.ts";
import type { NodeSummary } from "./objective.ts";
import type { Split } from "./split-search.ts";

/** Collects the nodes of a tree while it grows. */
export class TreeBuilder {
  private readonly nOutputs: number;
  private readonly feature: number[] = [];
  private readonly threshold: number[] = [];
  private readonly left: number[] = [];
  private readonly right: number[] = [];
  private readonly value: number[] = [];
  private readonly nRows: number[] = [];
  private readonly weight: number[] = [];
  private readonly impurity: number[] = [];

  constructor(nOutputs: number) {
    this.nOutputs = nOutputs;
  }

  /** @returns the number of the new node, which is a leaf until it is split. */
  addLeaf(nRows: number, summary: NodeSummary): number {
    this.feature.push(LEAF);
    this.threshold.push(0);
    this.left.push(LEAF);
    this.right.push(LEAF);
    for (let k = 0; k < this.nOutputs; k++) this.value.push(summary.value[k]);
    this.nRows.push(nRows);
    this.weight.push(summary.weight);
    this.impurity.push(summary.impurity);
    return this.feature.length - 1;
  }

  split(node: number, { feature, threshold }: Split, left: number, right: number): void {
    this.feature[node] = feature;
    this.threshold[node] = threshold;
    this.left[node] = left;
    this.right[node] = right;
  }

  finish(): FlatTree {
    return {
      feature: Int32Array.from(this.feature),
      threshold: Float64Array.from(this.threshold),
      left: Int32Array.from(this.left),
      right: Int32Array.from(this.right),
      nOutputs: this.nOutputs,
      value: Float64Array.from(this.value),
      nRows: Int32Array.from(this.nRows),
      weight: Float64Array.from(this.weight),
      impurity: Float64Array.from(this.impurity),
    };
  }
}
