import {
  createRandom,
  encodeLabels,
  hashSeed,
  sgdEpochs,
  sortedClasses,
  type Label,
  type LinearModel,
} from "@chimera/algorithms";
import { ParticipantError } from "../coordinator/errors.ts";
import { checkTargets, type Shard } from "./prepared-shard.ts";

/** Parameters, or a change of them, as chimera 0.1 writes them. */
export interface WeightsAndBias {
  /** Length nFeatures. */
  weights: Float64Array;
  /** Length 1. */
  bias: Float64Array;
}

/** The settings of scikit-learn's SGD that chimera 0.1 worked with. */
const EPOCH = { epochs: 1, learningRate: 0.01, alpha: 1e-4 } as const;

/**
 * The worker of chimera 0.1: a master that does not know our orders sends its parameters θ, and gets
 *
 *     Δ = θ − (θ after one epoch of SGD on this shard)
 *
 * Unlike the original, the first call starts from the master's parameters too. The classes are the shard's own, so
 * there must be two. Each call shuffles anew: repeating one gives another answer.
 */
export function localEpochStep(shard: Shard): (weights: Float64Array, bias: Float64Array) => WeightsAndBias {
  const { name, source, features, y, columns } = shard;
  const classes = source.task === "classifier" ? sortedClasses(y) : null;
  const targets = classes === null ? Float64Array.from(y as ArrayLike<number>) : encodeLabels(y, classes);
  let calls = 0;

  return (weights, bias) => {
    requireKnown(shard, classes);
    if (weights.length !== columns.length || bias.length !== 1) {
      throw new ParticipantError(
        "invalid",
        `Expected ${columns.length} weights (one per column) and 1 bias, got ${weights.length} and ${bias.length}.`,
      );
    }
    const before = Float64Array.of(...weights, ...bias);
    const model = source.modelOf({ nFeatures: columns.length, classes }) as LinearModel;
    checkTargets(model, targets, name);
    const after = before.slice();
    sgdEpochs(model, after, features.raw(), targets, {
      ...EPOCH,
      random: createRandom(hashSeed(0, name, ++calls)),
    });
    const update = before.map((value, j) => value - after[j]);
    return { weights: update.subarray(0, -1), bias: update.subarray(-1) };
  };
}

/** What a master of chimera 0.1 can train: a linear model with one score for a row. */
function requireKnown({ name, source }: Shard, classes: readonly Label[] | null): void {
  const refuse = (known: string, own: string): never => {
    throw new ParticipantError(
      "invalid",
      `fit-step knows ${known}, ${own}: use a master that asks for gradients.`,
    );
  };
  if (source.estimator !== null) refuse("the linear model only", `${name} trains ${source.estimator}`);
  if (source.loss === "softmax")
    refuse("one score for a row", `the loss softmax of ${name} has one for each class`);
  if (classes !== null && classes.length !== 2) {
    refuse("two classes", `the shard of ${name} has ${classes.length}`);
  }
}
