import type { Bins } from "../tree/bins.ts";
import { GROUP_SIZE, type CodeGroups } from "./code-groups.ts";
import {
  addGroup,
  addGroupWithoutCounts,
  addGroupWithoutHessians,
  addSingle,
  BIN_WIDTH,
  FEATURE_WIDTH,
} from "./gradient-counting.ts";

/** The histograms of one node: bin b of feature j is at `bins[j * FEATURE_WIDTH + b * BIN_WIDTH]`. */
export interface GradientHistogram {
  readonly bins: Float64Array;
  /** The same numbers, as a view for every group of features. */
  readonly groups: readonly Float64Array[];
}

/**
 * Makes the histograms of nodes. Of two children only the smaller is counted, because histogram(child) =
 * histogram(node) − histogram(sibling) (Ke et al., 2017).
 */
export class GradientHistograms {
  /** Bins of all features together. */
  readonly nBins: number;
  private readonly codes: CodeGroups;
  private readonly features: readonly Bins[];
  /** Derivatives of the node's rows, gathered once for all features. */
  private readonly nodeGradients: Float64Array;
  private readonly nodeHessians: Float64Array;
  /** How many of all rows are in each bin of each feature, one after another: the same in the root of every tree. */
  private rootCounts: Float64Array | null = null;
  /** Arrays to be used again: fresh ones would cost a page fault every 512 numbers. */
  private readonly free: GradientHistogram[] = [];

  constructor(codes: CodeGroups, features: readonly Bins[]) {
    this.codes = codes;
    this.features = features;
    this.nodeGradients = new Float64Array(codes.nRows);
    this.nodeHessians = new Float64Array(codes.nRows);
    this.nBins = features.reduce((sum, { lower }) => sum + lower.length, 0);
  }

  /**
   * The histogram of the rows `rows[start]` … `rows[end − 1]`; to be given back by `release`.
   *
   * @param hessians `null` where they are 1.
   */
  count(
    rows: Int32Array,
    start: number,
    end: number,
    gradients: Float64Array,
    hessians: Float64Array | null,
  ): GradientHistogram {
    const histogram = this.empty();
    const m = end - start;
    const g = gather(gradients, rows, start, m, this.nodeGradients);
    const h = hessians === null ? null : gather(hessians, rows, start, m, this.nodeHessians);
    for (let q = 0; q < histogram.groups.length; q++) {
      const group = histogram.groups[q];
      const words = this.codes.words[q];
      if (this.codes.nFeatures - q * GROUP_SIZE === 1) addSingle(group, words, rows, start, g, h, m);
      else if (h === null) addGroupWithoutHessians(group, words, rows, start, g, m);
      else if (g === gradients && this.rootCounts !== null) addGroupWithoutCounts(group, words, g, h);
      else addGroup(group, words, rows, start, g, h, m);
    }
    if (g === gradients) this.shareRootCounts(histogram.bins);
    return histogram;
  }

  /** Gives the numbers of rows to the histogram of a root, or takes them from the first. */
  private shareRootCounts(bins: Float64Array): void {
    const isFirst = this.rootCounts === null;
    const counts = (this.rootCounts ??= new Float64Array(this.nBins));
    let c = 0;
    for (let j = 0; j < this.features.length; j++) {
      const first = j * FEATURE_WIDTH + 2;
      for (let b = 0; b < this.features[j].lower.length; b++, c++) {
        if (isFirst) counts[c] = bins[first + b * BIN_WIDTH];
        else bins[first + b * BIN_WIDTH] = counts[c];
      }
    }
  }

  /** Turns the histogram of a node into that of one child, given the other child's. */
  subtract(node: GradientHistogram, sibling: GradientHistogram): GradientHistogram {
    for (let j = 0; j < this.features.length; j++) {
      const first = j * FEATURE_WIDTH;
      subtractStretch(node.bins, sibling.bins, first, first + this.features[j].lower.length * BIN_WIDTH);
    }
    return node;
  }

  release(histogram: GradientHistogram): void {
    this.free.push(histogram);
  }

  private empty(): GradientHistogram {
    const used = this.free.pop();
    if (used === undefined) return createHistogram(this.codes.words.length);
    this.features.forEach(({ lower }, j) => {
      used.bins.fill(0, j * FEATURE_WIDTH, j * FEATURE_WIDTH + lower.length * BIN_WIDTH);
    });
    return used;
  }
}

function createHistogram(nGroups: number): GradientHistogram {
  const width = GROUP_SIZE * FEATURE_WIDTH;
  const bins = new Float64Array(nGroups * width);
  const groups = Array.from({ length: nGroups }, (_, q) => bins.subarray(q * width, (q + 1) * width));
  return { bins, groups };
}

function gather(
  values: Float64Array,
  rows: Int32Array,
  start: number,
  m: number,
  gathered: Float64Array,
): Float64Array {
  // The root has all rows in order: there is nothing to gather.
  if (m === values.length) return values;
  for (let p = 0; p < m; p++) gathered[p] = values[rows[start + p]];
  return gathered;
}

/** Three numbers a step, as a bin has. */
function subtractStretch(a: Float64Array, b: Float64Array, start: number, end: number): void {
  for (let at = start; at < end; at += 3) {
    a[at] -= b[at];
    a[at + 1] -= b[at + 1];
    a[at + 2] -= b[at + 2];
  }
}
