import { hashSeed } from "../random/hash-seed.ts";
import { createRandom } from "../random/random.ts";
import { PackedForest } from "../tree/index.ts";
import { hasStalled, holdOut, type BoostingRows } from "./early-stopping.ts";
import type { BoostedTree } from "./boosted-tree.ts";
import type { BoostingLoss } from "./losses/boosting-loss.ts";
import { Booster } from "./booster.ts";
import { rawScores } from "./raw-scores.ts";
import type { BoostingParameters } from "./parameters.ts";

/** More rows than this, and `earlyStopping: "auto"` is on. */
const MANY_ROWS = 10_000;

/** What boosting learns. */
export interface BoostedTrees {
  /** K raw scores of every row before the first round. */
  readonly baseline: Float64Array;
  /** K trees a round, round after round: tree m adds to raw score m mod K. */
  readonly trees: readonly BoostedTree[];
}

/**
 * Boosts trees on the rows (Friedman, "Greedy function approximation: a gradient boosting machine", 2001): each round
 * grows K trees on the derivatives of the loss at the raw scores so far, and adds their answers to the scores.
 *
 * @param isStratified whether y are classes, of which early stopping is to hold out equal shares.
 */
export function boost(
  rows: BoostingRows,
  loss: BoostingLoss,
  parameters: BoostingParameters,
  seed: number,
  isStratified: boolean,
): BoostedTrees {
  const { earlyStopping, validationFraction } = parameters;
  const mayStop = earlyStopping === "auto" ? rows.X.nRows > MANY_ROWS : earlyStopping;
  const random = createRandom(hashSeed(seed, "held-out rows"));
  const { training, validation } =
    mayStop && validationFraction !== null
      ? holdOut(rows, validationFraction, isStratified, random)
      : { training: rows, validation: null };
  const booster = new Booster(training, loss, parameters, seed);
  const lossAfter =
    validation === null ? () => booster.meanLoss() : lossOf(validation, loss, booster.baseline);
  return { baseline: booster.baseline, trees: rounds(booster, parameters, mayStop ? lossAfter : null) };
}

/** The mean loss once these trees are added too. */
type LossAfter = (trees: readonly BoostedTree[]) => number;

function rounds(
  booster: Booster,
  parameters: BoostingParameters,
  lossAfter: LossAfter | null,
): BoostedTree[] {
  const { maxIter, nIterNoChange, tol } = parameters;
  const trees: BoostedTree[] = [];
  const losses = lossAfter === null ? [] : [lossAfter([])];
  for (let round = 0; round < maxIter; round++) {
    const grown = booster.round();
    trees.push(...grown);
    if (lossAfter === null) continue;
    losses.push(lossAfter(grown));
    if (hasStalled(losses, nIterNoChange, tol)) break;
  }
  return trees;
}

/** The loss of held-out rows: keeps their raw scores, and adds the trees of every round to them. */
function lossOf({ X, y, weights }: BoostingRows, loss: BoostingLoss, baseline: Float64Array): LossAfter {
  const raw = rawScores(X.nRows, baseline);
  return (trees) => {
    new PackedForest(trees, 1, (k) => k).addTo(X, raw, loss.nOutputs);
    return loss.mean(y, weights, raw);
  };
}
