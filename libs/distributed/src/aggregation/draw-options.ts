import { checkBoolean, checkOptions, ParameterError } from "@chimera/algorithms";

/** What a worker lets its learner see of its shard, and whether it scores it on the rest. */
export interface DrawOptions {
  /** Whether rows are drawn with replacement (Breiman's bagging); otherwise without. Default false. */
  bootstrap?: boolean;
  /**
   * Rows each fit draws: a fraction in (0, 1] of the shard's rows, or an integer ≥ 2. Default 1: as many as there are,
   * which without `bootstrap` are all of them. (1 is the fraction, not one row: JavaScript has one kind of number.)
   */
  maxSamples?: number;
  /**
   * Features the learner sees, drawn without replacement (Ho's random subspaces): a fraction in (0, 1], or an integer
   * ≥ 2. Default 1: all.
   */
  maxFeatures?: number;
  /**
   * Whether each fit scores the learner on the rows that it did not draw (out of the bag). Needs `bootstrap`, or
   * `maxSamples` below all rows. It is the score of single learners, not of the ensemble. Default false.
   */
  oobScore?: boolean;
}

/** The options with defaults filled in. */
export type Drawing = Required<DrawOptions>;

/** A learner that sees its whole shard. */
export const DRAW_DEFAULTS: Drawing = { bootstrap: false, maxSamples: 1, maxFeatures: 1, oobScore: false };

/** @throws ParameterError that names the option, its rule and the value. */
export function resolveDrawing(options: DrawOptions): Drawing {
  checkOptions(DRAW_DEFAULTS, options);
  const { bootstrap = false, maxSamples = 1, maxFeatures = 1, oobScore = false } = options;
  checkBoolean("bootstrap", bootstrap);
  checkShare("maxSamples", maxSamples);
  checkShare("maxFeatures", maxFeatures);
  checkBoolean("oobScore", oobScore);
  if (oobScore && !bootstrap && maxSamples === 1) throw nothingOutOfBag();
  return { bootstrap, maxSamples, maxFeatures, oobScore };
}

function checkShare(option: string, value: number): void {
  const isFraction = value > 0 && value <= 1;
  if (typeof value === "number" && (isFraction || (Number.isSafeInteger(value) && value >= 2))) return;
  throw new ParameterError(option, "be a fraction above 0 and at most 1, or an integer ≥ 2", value);
}

/** How many rows and features a fit draws. */
export interface DrawSizes {
  nRows: number;
  nFeatures: number;
}

/**
 * The options in numbers of this shard; a fraction is rounded down, as in scikit-learn.
 *
 * @throws ParameterError when that is none, or more than there are.
 */
export function drawSizes(
  { bootstrap, maxSamples, maxFeatures, oobScore }: Drawing,
  shard: { nRows: number; nColumns: number },
): DrawSizes {
  const nRows = countOf("maxSamples", maxSamples, shard.nRows, "rows");
  if (oobScore && !bootstrap && nRows === shard.nRows) throw nothingOutOfBag();
  return { nRows, nFeatures: countOf("maxFeatures", maxFeatures, shard.nColumns, "features") };
}

function countOf(option: string, value: number, available: number, what: string): number {
  const count = value <= 1 ? Math.floor(value * available) : value;
  if (count >= 1 && count <= available) return count;
  throw new ParameterError(
    option,
    `draw at least 1 and at most all of the shard's ${available} ${what} (this draws ${count})`,
    value,
  );
}

function nothingOutOfBag(): ParameterError {
  const rule = "be false where every row is drawn: set bootstrap, or maxSamples below all rows";
  return new ParameterError("oobScore", rule, true);
}
