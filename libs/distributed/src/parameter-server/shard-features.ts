import {
  columnMoments,
  matrix,
  standardize,
  type Matrix,
  type Moments,
  type Scaling,
} from "@chimera/algorithms";
import { fingerprintOf } from "../coordinator/fingerprint.ts";
import { ParticipantError } from "../coordinator/errors.ts";

/**
 * The features of a shard, raw or standardised: both at once would take twice the memory, and a fit needs only one.
 *
 * Where the rows can be read again, standardising writes over them, and they are read again when the raw ones, or others,
 * are asked for. Standardised values are never turned back: (z σ + μ) rounds, and would not be what the file says.
 */
export class ShardFeatures {
  readonly nRows: number;
  readonly nColumns: number;
  readonly #reread: (() => Matrix) | undefined;
  #X: Matrix | undefined;
  /** How X is standardised now; `null`: it is raw. */
  #scaling: Scaling | null = null;
  #moments: Moments | undefined;
  /** Of the raw values: tells whether those that are read again are the same. */
  #fingerprint: number | undefined;

  /**
   * @param X n × d; it belongs to this object when there is a `reread`, and is never changed when there is none.
   * @param reread reads the same values once more, into a matrix of their own.
   */
  constructor(X: Matrix, reread?: () => Matrix) {
    this.nRows = X.nRows;
    this.nColumns = X.nColumns;
    this.#X = X;
    this.#reread = reread;
  }

  /** Of the raw columns, computed once. */
  moments(): Moments {
    return (this.#moments ??= columnMoments(this.raw()));
  }

  /**
   * n × d. Holds until `standardized` is called.
   *
   * @throws ParticipantError when the rows had to be read again and are others now, or cannot be read.
   */
  raw(): Matrix {
    if (this.#X !== undefined && this.#scaling === null) return this.#X;
    // Given up first, so that there is never a second copy.
    this.#X = undefined;
    this.#X = this.#readAgain(this.#reread!);
    this.#scaling = null;
    return this.#X;
  }

  /** n × d, (x − μ) / σ. Holds until one of these functions is called with something else. @throws as `raw` */
  standardized(scaling: Scaling): Matrix {
    if (this.#reread === undefined) return standardize(this.raw(), scaling);
    if (this.#X !== undefined && this.#scaling !== null && isSame(this.#scaling, scaling)) return this.#X;
    const X = this.raw();
    this.#moments ??= columnMoments(X);
    this.#fingerprint ??= fingerprintOf(X.data);
    standardize(X, scaling, X.data);
    this.#scaling = scaling;
    // Another object: whoever remembers something about the raw matrix shall not take this one for it.
    return (this.#X = matrix(X.nRows, X.nColumns, X.data));
  }

  #readAgain(reread: () => Matrix): Matrix {
    const X = readOrRefuse(reread);
    const hasSameShape = X.nRows === this.nRows && X.nColumns === this.nColumns;
    if (hasSameShape && fingerprintOf(X.data) === this.#fingerprint) return X;
    throw changed("they are others now");
  }
}

function readOrRefuse(reread: () => Matrix): Matrix {
  try {
    return reread();
  } catch (error) {
    throw changed((error as Error).message);
  }
}

function changed(how: string): ParticipantError {
  return new ParticipantError(
    "conflict",
    `Expected to find the worker's rows as they were when it started; ${how}: restart the worker.`,
  );
}

function isSame(a: Scaling, b: Scaling): boolean {
  return isEqual(a.mean, b.mean) && isEqual(a.scale, b.scale);
}

function isEqual(a: Float64Array, b: Float64Array): boolean {
  return a.length === b.length && a.every((value, j) => Object.is(value, b[j]));
}
