import { midpoint } from "./bins.ts";
import type { CodedMatrix } from "./coded-matrix.ts";
import type { FeatureDraw } from "./feature-draw.ts";
import { sizeOf, type GrowingNode } from "./growing-node.ts";
import { Histograms, subtractHistogram } from "./histograms.ts";
import type { LeafLimits } from "./limits.ts";
import type { Objective } from "./objective.ts";
import { OccupiedBins } from "./occupied-bins.ts";
import { SplitSearch, type Split } from "./split-search.ts";

/**
 * Tries every threshold between neighbouring codes that occur in the node, by walking over a histogram: the statistics of
 * the rows of every code. Of equal splits the one with the lowest threshold wins.
 *
 * A large node that tries all features has the histograms of all of them, one of which may come from subtraction. A small
 * one, or one that tries a few, would spend its time on clearing them: it counts a feature at a time, and
 * clears no more than it has counted.
 */
export class HistogramSearch extends SplitSearch {
  private readonly coded: CodedMatrix;
  private readonly histograms: Histograms;
  private readonly occupied: OccupiedBins;
  /** The histogram of one feature, all 0 between its uses. */
  private readonly single: Float64Array;
  /** Rows from which on a node has the histograms of all features. */
  private readonly nRowsForAll: number;
  /** The bins on either side of the best threshold. */
  private below = -1;
  private above = -1;

  constructor(coded: CodedMatrix, objective: Objective, draw: FeatureDraw, limits: LeafLimits) {
    super(objective, draw, limits);
    this.coded = coded;
    this.histograms = new Histograms(coded, objective);
    const mostBins = coded.features.reduce((most, { lower }) => Math.max(most, lower.length), 0);
    this.occupied = new OccupiedBins(mostBins);
    this.single = new Float64Array(mostBins * objective.width);
    this.nRowsForAll = draw.isAll
      ? (this.histograms.nBins * objective.width) / Math.max(1, coded.features.length)
      : Infinity;
  }

  override find(node: GrowingNode, rows: Int32Array): Split | null {
    if (this.wantsAll(node)) node.histogram ??= this.histograms.count(rows, node.start, node.end);
    return super.find(node, rows);
  }

  partition(
    rows: Int32Array,
    buffer: Int32Array,
    start: number,
    end: number,
    { feature, bin }: Split,
  ): number {
    const { codes, features } = this.coded;
    const d = features.length;
    let middle = start;
    let nRight = 0;
    // Both are written and one is kept: without a branch, there is none to predict wrongly.
    for (let p = start; p < end; p++) {
      const i = rows[p];
      const goesRight = codes[i * d + feature] > bin ? 1 : 0;
      rows[middle] = i;
      buffer[nRight] = i;
      middle += 1 - goesRight;
      nRight += goesRight;
    }
    for (let q = 0; q < nRight; q++) rows[middle + q] = buffer[q];
    return middle;
  }

  /** Spares the larger child the counting. */
  handDown(node: GrowingNode, small: GrowingNode, large: GrowingNode, rows: Int32Array): void {
    if (node.histogram === null) return;
    if (this.wantsAll(large)) {
      small.histogram = this.histograms.count(rows, small.start, small.end);
      large.histogram = subtractHistogram(node.histogram, small.histogram);
    } else {
      this.histograms.release(node.histogram);
    }
    node.histogram = null;
  }

  keep(node: GrowingNode, willBeSplit: boolean): void {
    if (node.histogram === null || (willBeSplit && this.wantsAll(node))) return;
    this.histograms.release(node.histogram);
    node.histogram = null;
  }

  protected tryFeature(j: number, node: GrowingNode, rows: Int32Array): boolean {
    const { coded, occupied, objective, single } = this;
    const nBins = coded.features[j].lower.length;
    if (nBins === 1) return false;
    if (node.histogram !== null) {
      const first = this.histograms.positionOf(j);
      const nOccupied = occupied.amongBins(nBins, node.histogram, first, objective);
      this.walk(j, node.histogram, first, nOccupied, node.summary.statistics);
      return nOccupied > 1;
    }
    const nOccupied = occupied.amongRows(coded, j, rows, node.start, node.end);
    if (nOccupied === 1) return false;
    objective.addToHistogram(single, j, coded.features.length, coded.codes, rows, node.start, node.end);
    this.walk(j, single, 0, nOccupied, node.summary.statistics);
    this.clear(nOccupied);
    return true;
  }

  protected splitOf(decrease: number): Split {
    const { below, above, bestFeature: feature } = this;
    const { lower, upper } = this.coded.features[feature];
    return { feature, bin: below, threshold: midpoint(upper[below], lower[above]), decrease };
  }

  /** Walks over the occupied bins from the lowest, moving the rows of each from the right side to the left. */
  private walk(
    j: number,
    histogram: Float64Array,
    first: number,
    nOccupied: number,
    statistics: Float64Array,
  ): void {
    const { left, right } = this;
    const { list } = this.occupied;
    const width = left.length;
    for (let s = 0; s < width; s++) left[s] = 0;
    for (let o = 0; o < nOccupied - 1; o++) {
      const at = first + list[o] * width;
      for (let s = 0; s < width; s++) {
        const sum = left[s] + histogram[at + s];
        left[s] = sum;
        right[s] = statistics[s] - sum;
      }
      if (this.isBest(j)) {
        this.below = list[o];
        this.above = list[o + 1];
      }
    }
  }

  private clear(nOccupied: number): void {
    const { single } = this;
    const { list } = this.occupied;
    const width = this.left.length;
    for (let o = 0; o < nOccupied; o++) {
      const at = list[o] * width;
      for (let s = 0; s < width; s++) single[at + s] = 0;
    }
  }

  private wantsAll(node: GrowingNode): boolean {
    return sizeOf(node) >= this.nRowsForAll;
  }
}
