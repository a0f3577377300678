import { DataError, ParameterError } from "../errors.ts";
import { median } from "../preprocessing/quantile.ts";
import type { Matrix } from "../tensor/matrix.ts";
import {
  countValues,
  mergeCounts,
  mostFrequent,
  presentValues,
  type ValueCounts,
} from "./column-statistics.ts";

/** The weight of a column's rows with a value, and of those without. */
export interface Presence {
  readonly present: Float64Array;
  readonly missing: Float64Array;
}

/** What an imputer learns of each column. */
export interface ImputerStatistics extends Presence {
  readonly nFeatures: number;
  /** What takes a missing value's place; of a column without any value it means nothing. */
  readonly statistics: Float64Array;
  /** For the most frequent value: how often each occurs; `null` for a column with too many. Else an empty list. */
  readonly counts: readonly (ValueCounts | null)[];
}

/** Rows to learn from. `missing`: the value that stands for a missing one, beside NaN. */
export interface ImputerRows {
  readonly X: Matrix;
  readonly weights: Float64Array | null;
  readonly missing: number;
  readonly fillValue: number;
}

type Answer = Pick<ImputerStatistics, "statistics" | "counts">;

interface Strategy {
  learn(rows: ImputerRows, presence: Presence): Answer;
  /** @param parts the parts' statistics. @param presence of all rows. */
  merge(parts: readonly ImputerStatistics[], presence: Presence): Answer;
}

/** A column with more distinct values than this does not put their counts into the state, and so cannot be merged. */
const MOST_COUNTED_VALUES = 1000;

export const MEDIAN_OBSTACLE =
  "The median of all rows does not follow from the medians of parts. " +
  'Give SimpleImputer the strategy "mean", "most_frequent" or "constant".';

export const STRATEGIES = {
  mean: { learn: meansOf, merge: mergeMeans },
  median: { learn: mediansOf, merge: refuseMedians },
  most_frequent: { learn: modesOf, merge: mergeModes },
  constant: { learn: constants, merge: keepConstants },
} satisfies Record<string, Strategy>;

/** What each column has of values, and lacks. */
export function presenceOf({ X, weights, missing }: ImputerRows): Presence {
  const { data, nRows, nColumns } = X;
  const counts = { present: new Float64Array(nColumns), missing: new Float64Array(nColumns) };
  for (let i = 0, at = 0; i < nRows; i++) {
    const weight = weights === null ? 1 : weights[i];
    for (let j = 0; j < nColumns; j++, at++) {
      const x = data[at];
      if (x !== x || x === missing) counts.missing[j] += weight;
      else counts.present[j] += weight;
    }
  }
  return counts;
}

/** The presence in all parts together. @param parts at least one. */
export function mergePresence(parts: readonly Presence[]): Presence {
  const sum = (list: Float64Array[]) =>
    list.reduce((total, values) => total.map((value, j) => value + values[j]));
  return { present: sum(parts.map((part) => part.present)), missing: sum(parts.map((part) => part.missing)) };
}

function meansOf({ X, weights, missing }: ImputerRows, { present }: Presence): Answer {
  const { data, nRows, nColumns } = X;
  const sums = new Float64Array(nColumns);
  for (let i = 0, at = 0; i < nRows; i++) {
    const weight = weights === null ? 1 : weights[i];
    for (let j = 0; j < nColumns; j++, at++) {
      const x = data[at];
      if (x === x && x !== missing) sums[j] += weight * x;
    }
  }
  return { statistics: sums.map((sum, j) => (present[j] > 0 ? sum / present[j] : 0)), counts: [] };
}

/** μ = Σ_k n_k μ_k / Σ_k n_k over the parts k. */
function mergeMeans(parts: readonly ImputerStatistics[], { present }: Presence): Answer {
  const sums = new Float64Array(present.length);
  for (const part of parts)
    for (let j = 0; j < sums.length; j++) sums[j] += part.present[j] * part.statistics[j];
  return { statistics: sums.map((sum, j) => (present[j] > 0 ? sum / present[j] : 0)), counts: [] };
}

function mediansOf(rows: ImputerRows, { present }: Presence): Answer {
  const medianOf = (j: number) => {
    const { values, weights } = valuesOf(rows, j);
    return median(values, weights);
  };
  return { statistics: present.map((n, j) => (n > 0 ? medianOf(j) : 0)), counts: [] };
}

function refuseMedians(): never {
  throw new ParameterError(
    "strategy",
    'be "mean", "most_frequent" or "constant" to merge parts, for their medians do not tell that of all rows',
    "median",
  );
}

function modesOf(rows: ImputerRows, { present }: Presence): Answer {
  return answerFrom(Array.from(present, (_, j) => countValues(valuesOf(rows, j))));
}

function mergeModes(parts: readonly ImputerStatistics[], { present }: Presence): Answer {
  return answerFrom(
    Array.from(present, (_, j) => mergeCounts(parts.map(({ counts }) => known(counts[j], j)))),
  );
}

function answerFrom(all: readonly ValueCounts[]): Answer {
  return {
    statistics: Float64Array.from(all, (counts) => (counts.values.length > 0 ? mostFrequent(counts) : 0)),
    counts: all.map((counts) => (counts.values.length > MOST_COUNTED_VALUES ? null : counts)),
  };
}

function known(counts: ValueCounts | null, column: number): ValueCounts {
  if (counts !== null) return counts;
  throw new DataError({
    expected: `at most ${MOST_COUNTED_VALUES} distinct values in column ${column} of every part, to merge their counts`,
    got: "more",
    remedy: 'Use the strategy "mean" for such columns.',
  });
}

function constants({ fillValue }: ImputerRows, { present }: Presence): Answer {
  return { statistics: present.map(() => fillValue), counts: [] };
}

function keepConstants([{ statistics }]: readonly ImputerStatistics[]): Answer {
  return { statistics, counts: [] };
}

function valuesOf({ X, weights, missing }: ImputerRows, column: number) {
  return presentValues(X, column, weights, (x) => x !== x || x === missing);
}
