import type { StateReader } from "../base/index.ts";
import { DataError, ParameterError } from "../errors.ts";
import type { PlainData } from "../estimator.ts";
import { consecutive } from "../random/sampling.ts";
import { matrix, type Matrix } from "../tensor/matrix.ts";
import { checkFinite, checkWidth } from "../validation/data.ts";
import { checkOneOf, checkOptions } from "../validation/parameters.ts";
import { BaseTransformer } from "./base-transformer.ts";
import {
  checkCategories,
  checkKnown,
  codeOf,
  distinctValues,
  unionOf,
  unknownCategory,
} from "./categories.ts";
import { oneHotLayout, type Drop, type EncodedColumn, type OneHotLayout } from "./one-hot-layout.ts";
import { parametersIn } from "./parameters-in.ts";

export interface OneHotEncoderParameters {
  /** "auto": the values that `fit` sees; or for each encoded column its categories, ascending. Default: "auto". */
  categories: "auto" | readonly (readonly number[])[];
  /** Leaves out a category that the others imply: of each column the first, or of columns with two. Default: null. */
  drop: Drop;
  /** A value that is no category: refused, or 0 in all of the column's categories. Default: "error". */
  handleUnknown: "error" | "ignore";
  /** Indices of the columns to encode, from 0; the others pass through. Default: null, all of them. */
  columns: readonly number[] | null;
}

const DEFAULTS: OneHotEncoderParameters = {
  categories: "auto",
  drop: null,
  handleUnknown: "error",
  columns: null,
};

interface Learnt {
  readonly nFeatures: number;
  /** Indices of the encoded columns. */
  readonly columns: Int32Array;
  /** Of each encoded column, ascending. */
  readonly categories: readonly Float64Array[];
}

/**
 * A column of category codes becomes a column of 0 and 1 for each of its categories:
 *
 *     zᵢₖ = 1 if xᵢ = cₖ, else 0        c₁ < c₂ < … < c_K
 *
 * The output holds the encoded columns' categories, in the order of `columns`, then the columns that pass through. That
 * is the order of scikit-learn's `make_column_transformer((OneHotEncoder(), columns), remainder="passthrough")`; without
 * `columns` it is its `OneHotEncoder(sparse_output=False)`. Parts merge exactly: the union of their categories.
 *
 * Categories are numbers here, for X is a matrix of numbers; NaN is no category. Infrequent categories are not grouped.
 * Sample weights do not matter, but rows of weight 0 are left out.
 */
export class OneHotEncoder extends BaseTransformer<OneHotEncoderParameters, Learnt> {
  readonly name = "OneHotEncoder";

  /** Stores the parameters; `fit` checks them. */
  constructor(parameters: Partial<OneHotEncoderParameters> = {}) {
    super({ ...DEFAULTS, ...parameters });
  }

  /** Of each encoded column, ascending. @throws NotFittedError */
  get categories(): number[][] {
    return this.model().categories.map((list) => Array.from(list));
  }

  get nFeaturesOut(): number {
    return this.layoutOf(this.model()).nFeaturesOut;
  }

  transform(X: Matrix): Matrix {
    const layout = this.layoutOf(this.modelFor(X));
    const Z = matrix(X.nRows, layout.nFeaturesOut);
    const isStrict = this.parameters.handleUnknown === "error";
    for (const column of layout.encoded) encode(X, Z, column, isStrict);
    layout.others.forEach((j, k) => copyColumn(X, j, Z, layout.firstOther + k));
    return Z;
  }

  /**
   * The category whose column is greatest. Where all are 0 it is the one that `drop` left out; without such a one NaN
   * when unknown values are ignored. @throws DataError when they are not.
   */
  inverseTransform(Z: Matrix): Matrix {
    const learnt = this.model();
    const layout = this.layoutOf(learnt);
    checkWidth(Z, layout.nFeaturesOut);
    checkFinite(Z);
    const X = matrix(Z.nRows, learnt.nFeatures);
    const isStrict = this.parameters.handleUnknown === "error";
    for (const column of layout.encoded) decode(Z, X, column, isStrict);
    layout.others.forEach((j, k) => copyColumn(Z, layout.firstOther + k, X, j));
    return X;
  }

  /** Brings back a fitted encoder from what `toState` returned. @throws DataError when the state is not of that form. */
  static fromState(state: PlainData): OneHotEncoder {
    return new OneHotEncoder(parametersIn("OneHotEncoder", state)).restore(state);
  }

  protected checkParameters(): void {
    checkOptions(DEFAULTS, this.parameters);
    const { drop, handleUnknown, columns } = this.parameters;
    if (drop !== null) checkOneOf(["first", "if_binary"], "drop", drop);
    checkOneOf(["error", "ignore"], "handleUnknown", handleUnknown);
    const areIndices =
      columns === null ||
      (Array.isArray(columns) &&
        columns.every((j) => Number.isSafeInteger(j) && j >= 0) &&
        new Set(columns).size === columns.length);
    if (!areIndices)
      throw new ParameterError("columns", "be null (all) or different integers ≥ 0, from 0", columns);
  }

  protected learn(X: Matrix): Learnt {
    const { categories, handleUnknown } = this.parameters;
    const columns = this.columnsOf(X.nColumns);
    checkCategories(categories, columns.length);
    if (categories === "auto") {
      const found = Array.from(columns, (column) => distinctValues(X, column));
      return { nFeatures: X.nColumns, columns, categories: found };
    }
    const given = categories.map((list) => Float64Array.from(list));
    if (handleUnknown === "error") columns.forEach((column, k) => checkKnown(X, column, given[k]));
    return { nFeatures: X.nColumns, columns, categories: given };
  }

  protected writeLearnt({ columns, categories }: Learnt): PlainData {
    const encoded = categories.map((list, k) => ({ column: columns[k], categories: Array.from(list) }));
    return { encoded };
  }

  protected readLearnt(state: StateReader, nFeatures: number): Learnt {
    const encoded = state.objects("encoded").map((part) => {
      const [column, categories] = [part.count("column"), part.float64("categories")];
      if (column >= nFeatures) part.refuse(`a column below ${nFeatures}`, column);
      if (categories.length === 0 || categories.some((value, k) => k > 0 && !(categories[k - 1] < value)))
        part.refuse("ascending categories", Array.from(categories));
      return { column, categories };
    });
    const columns = Int32Array.from(encoded, ({ column }) => column);
    if (new Set(columns).size < columns.length) state.refuse("different columns", Array.from(columns));
    return { nFeatures, columns, categories: encoded.map(({ categories }) => categories) };
  }

  protected mergeLearnt(parts: readonly Learnt[]): Learnt {
    const [{ nFeatures, columns }] = parts;
    if (parts.some((part) => part.columns.join() !== columns.join())) {
      throw new DataError({
        expected: `states of encoders of the columns ${columns.join(", ")}`,
        got: "one of other columns",
        remedy: "Fit every part with the same parameters.",
      });
    }
    const categories = Array.from(columns, (_, k) => unionOf(parts.map((part) => part.categories[k])));
    return { nFeatures, columns, categories };
  }

  private columnsOf(nFeatures: number): Int32Array {
    const { columns } = this.parameters;
    if (columns === null) return consecutive(nFeatures);
    if (columns.every((j) => j < nFeatures)) return Int32Array.from(columns);
    throw new ParameterError("columns", `be indices below ${nFeatures}, the columns of X`, columns);
  }

  private layoutOf({ nFeatures, columns, categories }: Learnt): OneHotLayout {
    return oneHotLayout(nFeatures, columns, categories, this.parameters.drop);
  }
}

function encode(
  X: Matrix,
  Z: Matrix,
  { column, categories, nDropped, first }: EncodedColumn,
  isStrict: boolean,
) {
  for (let i = 0, at = column; i < X.nRows; i++, at += X.nColumns) {
    const code = codeOf(categories, X.data[at]);
    if (code < 0 && isStrict) throw unknownCategory(i, column, categories, X.data[at]);
    if (code >= nDropped) Z.data[i * Z.nColumns + first + code - nDropped] = 1;
  }
}

function decode(
  Z: Matrix,
  X: Matrix,
  { column, categories, nDropped, first }: EncodedColumn,
  isStrict: boolean,
) {
  const width = categories.length - nDropped;
  for (let i = 0; i < Z.nRows; i++) {
    const start = i * Z.nColumns + first;
    let greatest = -1;
    for (let k = 0; k < width; k++) {
      if (Z.data[start + k] > (greatest < 0 ? 0 : Z.data[start + greatest])) greatest = k;
    }
    if (greatest < 0 && nDropped === 0 && isStrict) throw noCategory(i, first, width);
    // Without a 1 it is the category that was left out, at code 0 before `first`; where none was, an unknown value.
    X.data[i * X.nColumns + column] =
      greatest < 0 && nDropped === 0 ? NaN : categories[greatest < 0 ? 0 : greatest + nDropped];
  }
}

function noCategory(i: number, first: number, width: number): DataError {
  return new DataError({
    expected: `a category in columns ${first} to ${first + width - 1}`,
    got: `none in row ${i} (counted from 0)`,
    remedy: 'Put a 1 at the row\'s category, or set handleUnknown to "ignore" to get NaN.',
  });
}

function copyColumn(from: Matrix, j: number, to: Matrix, k: number): void {
  for (let i = 0; i < from.nRows; i++) to.data[i * to.nColumns + k] = from.data[i * from.nColumns + j];
}
