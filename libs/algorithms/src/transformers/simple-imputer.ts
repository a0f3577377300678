import type { StateReader } from "../base/index.ts";
import { ParameterError } from "../errors.ts";
import type { PlainData } from "../estimator.ts";
import { matrix, type Matrix } from "../tensor/matrix.ts";
import { checkFinite, checkFiniteOrMissing } from "../validation/data.ts";
import { checkBoolean, checkOptions, chooseByName } from "../validation/parameters.ts";
import { BaseTransformer } from "./base-transformer.ts";
import type { ValueCounts } from "./column-statistics.ts";
import {
  MEDIAN_OBSTACLE,
  mergePresence,
  presenceOf,
  STRATEGIES,
  type ImputerStatistics,
} from "./imputer-strategies.ts";
import { parametersIn } from "./parameters-in.ts";

export interface SimpleImputerParameters {
  /**
   * What takes a missing value's place: the column's mean, median or most frequent value (of equally frequent ones the
   * least), or `fillValue`. Default: "mean".
   */
  strategy: keyof typeof STRATEGIES;
  /** What stands for a missing value: a number, or NaN. JSON has no NaN: `null` means it too. Default: null. */
  missingValues: number | null;
  /** For the strategy "constant": a finite number. Default: null, 0. */
  fillValue: number | null;
  /** Whether columns of 0 and 1 are appended that say where the value was missing. Default: false. */
  addIndicator: boolean;
  /** Whether a column without any value is kept, filled with 0, rather than left out. Default: false. */
  keepEmptyFeatures: boolean;
}

const DEFAULTS: SimpleImputerParameters = {
  strategy: "mean",
  missingValues: null,
  fillValue: null,
  addIndicator: false,
  keepEmptyFeatures: false,
};

/**
 * Fills missing values with a statistic of their column:
 *
 *     zᵢⱼ = xᵢⱼ where there is one, else the mean (median, …) of the column's values that are there
 *
 * A column of which `fit` saw no value at all is left out of the output, but for the strategy "constant" and with
 * `keepEmptyFeatures`. With `addIndicator` a column of 0 and 1 follows for each column in which `fit` saw a missing value.
 *
 * Parts merge exactly: counts and means, or the values' counts for the most frequent one (up to 1000 distinct values a
 * column). Medians do not merge.
 *
 * The numbers are those of scikit-learn's `SimpleImputer`. It has no sample weights; here a row of weight w counts w times.
 */
export class SimpleImputer extends BaseTransformer<SimpleImputerParameters, ImputerStatistics> {
  readonly name = "SimpleImputer";

  /** Stores the parameters; `fit` checks them. */
  constructor(parameters: Partial<SimpleImputerParameters> = {}) {
    const given = { ...DEFAULTS, ...parameters };
    super({ ...given, missingValues: Number.isNaN(given.missingValues) ? null : given.missingValues });
  }

  /** True unless a number stands for missing values: then NaN is refused. */
  get takesMissing(): boolean {
    return this.parameters.missingValues === null;
  }

  get mergeObstacle(): string | null {
    return this.parameters.strategy === "median" ? MEDIAN_OBSTACLE : null;
  }

  /** What takes a missing value's place in each column; NaN for a column that is left out. @throws NotFittedError */
  get statistics(): Float64Array {
    const learnt = this.model();
    const keepsAll = this.keepsAll();
    return learnt.statistics.map((value, j) => (learnt.present[j] > 0 || keepsAll ? value : NaN));
  }

  get nFeaturesOut(): number {
    const learnt = this.model();
    return this.keptColumns(learnt).length + this.indicatorColumns(learnt).length;
  }

  transform(X: Matrix): Matrix {
    const learnt = this.modelFor(X);
    const [kept, indicated] = [this.keptColumns(learnt), this.indicatorColumns(learnt)];
    const Z = matrix(X.nRows, kept.length + indicated.length);
    this.fill(X, Z, kept, learnt.statistics);
    this.indicate(X, Z, indicated, kept.length);
    return Z;
  }

  /** Brings back a fitted imputer from what `toState` returned. @throws DataError when the state is not of that form. */
  static fromState(state: PlainData): SimpleImputer {
    return new SimpleImputer(parametersIn("SimpleImputer", state)).restore(state);
  }

  protected checkParameters(): void {
    checkOptions(DEFAULTS, this.parameters);
    const { strategy, missingValues, fillValue, addIndicator, keepEmptyFeatures } = this.parameters;
    chooseByName(STRATEGIES, "strategy", strategy);
    for (const [name, value] of Object.entries({ missingValues, fillValue })) {
      if (value !== null && !Number.isFinite(value))
        throw new ParameterError(name, "be null or a finite number", value);
    }
    checkBoolean("addIndicator", addIndicator);
    checkBoolean("keepEmptyFeatures", keepEmptyFeatures);
  }

  protected override checkValues(X: Matrix): void {
    if (this.takesMissing) checkFiniteOrMissing(X);
    else checkFinite(X);
  }

  protected learn(X: Matrix, weights: Float64Array | null): ImputerStatistics {
    const { strategy, fillValue } = this.parameters;
    const rows = { X, weights, missing: this.missing(), fillValue: fillValue ?? 0 };
    const presence = presenceOf(rows);
    return { nFeatures: X.nColumns, ...presence, ...STRATEGIES[strategy].learn(rows, presence) };
  }

  protected writeLearnt({ present, missing, statistics, counts }: ImputerStatistics): PlainData {
    return {
      present: Array.from(present),
      missing: Array.from(missing),
      statistics: Array.from(statistics),
      counts: counts.map(writeCounts),
    };
  }

  protected readLearnt(state: StateReader, nFeatures: number): ImputerStatistics {
    const counts = state.objects("counts").map(readCounts);
    const nCounts = this.parameters.strategy === "most_frequent" ? nFeatures : 0;
    if (counts.length !== nCounts) state.refuse(`counts of ${nCounts} columns`, counts.length);
    return {
      nFeatures,
      present: state.nonNegative("present", nFeatures),
      missing: state.nonNegative("missing", nFeatures),
      statistics: state.float64("statistics", nFeatures),
      counts,
    };
  }

  protected mergeLearnt(parts: readonly ImputerStatistics[]): ImputerStatistics {
    const presence = mergePresence(parts);
    const answer = STRATEGIES[this.parameters.strategy].merge(parts, presence);
    return { nFeatures: parts[0].nFeatures, ...presence, ...answer };
  }

  private fill(
    { data, nRows, nColumns }: Matrix,
    Z: Matrix,
    kept: Int32Array,
    statistics: Float64Array,
  ): void {
    const [missing, filled] = [this.missing(), Z.data];
    for (let i = 0; i < nRows; i++) {
      const [from, to] = [i * nColumns, i * Z.nColumns];
      for (let k = 0; k < kept.length; k++) {
        const x = data[from + kept[k]];
        filled[to + k] = x !== x || x === missing ? statistics[kept[k]] : x;
      }
    }
  }

  private indicate({ data, nRows, nColumns }: Matrix, Z: Matrix, columns: Int32Array, first: number): void {
    const missing = this.missing();
    for (let i = 0; i < nRows; i++) {
      for (let k = 0; k < columns.length; k++) {
        const x = data[i * nColumns + columns[k]];
        Z.data[i * Z.nColumns + first + k] = x !== x || x === missing ? 1 : 0;
      }
    }
  }

  /** The value that stands for a missing one, beside NaN: NaN equals nothing, and so changes nothing. */
  private missing(): number {
    return this.parameters.missingValues ?? NaN;
  }

  private keepsAll(): boolean {
    return this.parameters.strategy === "constant" || this.parameters.keepEmptyFeatures;
  }

  private keptColumns({ present }: ImputerStatistics): Int32Array {
    return indicesWhere(present, (n) => n > 0 || this.keepsAll());
  }

  private indicatorColumns({ missing }: ImputerStatistics): Int32Array {
    return indicesWhere(missing, (n) => n > 0 && this.parameters.addIndicator);
  }
}

function indicesWhere(values: Float64Array, holds: (value: number) => boolean): Int32Array {
  return Int32Array.from(values.keys()).filter((j) => holds(values[j]));
}

function writeCounts(counts: ValueCounts | null): PlainData {
  if (counts === null) return { tooMany: true };
  return { values: Array.from(counts.values), counts: Array.from(counts.counts) };
}

function readCounts(part: StateReader): ValueCounts | null {
  if (part.plain().tooMany === true) return null;
  const values = part.float64("values");
  return { values, counts: part.nonNegative("counts", values.length) };
}
