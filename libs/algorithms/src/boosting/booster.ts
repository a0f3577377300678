import { hashSeed } from "../random/hash-seed.ts";
import { createRandom } from "../random/random.ts";
import { binMatrix } from "../tree/binned-matrix.ts";
import type { BoostedTree } from "./boosted-tree.ts";
import { groupCodes } from "./code-groups.ts";
import type { BoostingRows } from "./early-stopping.ts";
import type { BoostingLoss } from "./losses/boosting-loss.ts";
import type { BoostingParameters } from "./parameters.ts";
import { rawScores } from "./raw-scores.ts";
import { TreeGrower, type GrownNode } from "./tree-grower.ts";

/** Adds trees round by round; the raw scores of the training rows are up to date with all trees so far. */
export class Booster {
  readonly baseline: Float64Array;
  private readonly rows: BoostingRows;
  private readonly loss: BoostingLoss;
  private readonly learningRate: number;
  private readonly grower: TreeGrower;
  /** n × K. */
  private readonly raw: Float64Array;
  /** K stretches of n; no hessians where they are 1. */
  private readonly gradients: Float64Array;
  private readonly hessians: Float64Array;

  constructor(rows: BoostingRows, loss: BoostingLoss, parameters: BoostingParameters, seed: number) {
    this.rows = rows;
    this.loss = loss;
    this.learningRate = parameters.learningRate;
    const n = rows.X.nRows;
    const binned = binMatrix(rows.X, parameters.maxBins, createRandom(hashSeed(seed, "bins")));
    this.grower = new TreeGrower(groupCodes(binned), binned.features, parameters);
    this.baseline = loss.baseline(rows.y, rows.weights);
    this.raw = rawScores(n, this.baseline);
    this.gradients = new Float64Array(n * loss.nOutputs);
    const hasHessians = !loss.hasConstantHessian || rows.weights !== null;
    this.hessians = new Float64Array(hasHessians ? n * loss.nOutputs : 0);
  }

  /** One round: K trees on the derivatives at the raw scores as they are now. */
  round(): BoostedTree[] {
    const { loss, rows, raw, gradients, hessians } = this;
    loss.derivatives(rows.y, rows.weights, raw, gradients, hessians);
    return Array.from({ length: loss.nOutputs }, (_, k) => this.addTree(k));
  }

  /** Mean loss of the training rows. */
  meanLoss(): number {
    return this.loss.mean(this.rows.y, this.rows.weights, this.raw);
  }

  private addTree(k: number): BoostedTree {
    const { grower, gradients, hessians } = this;
    const n = this.rows.X.nRows;
    const stretch = (all: Float64Array) => all.subarray(k * n, (k + 1) * n);
    const nodes = grower.grow(stretch(gradients), hessians.length > 0 ? stretch(hessians) : null);
    for (const node of nodes) {
      if (node.split !== null) continue;
      if (this.loss.leafStep) node.value = this.learningRate * this.loss.leafStep(...this.residualsOf(node));
      this.addToScores(node, k);
    }
    return grower.toTree(nodes);
  }

  /** y − r of the node's rows (of a loss with one raw score), and their weights. */
  private residualsOf({ start, end }: GrownNode): [Float64Array, Float64Array | null] {
    const { y, weights } = this.rows;
    const rows = this.grower.rows.subarray(start, end);
    const residuals = Float64Array.from(rows, (i) => y[i] - this.raw[i]);
    return [residuals, weights === null ? null : Float64Array.from(rows, (i) => weights[i])];
  }

  private addToScores({ start, end, value }: GrownNode, k: number): void {
    const { raw, grower } = this;
    const K = this.loss.nOutputs;
    for (let p = start; p < end; p++) raw[grower.rows[p] * K + k] += value;
  }
}
