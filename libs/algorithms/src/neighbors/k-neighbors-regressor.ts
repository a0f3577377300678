import { BaseRegressor, numberTargets, StateReader } from "../base/index.ts";
import type { FitOptions, PlainData } from "../estimator.ts";
import type { Matrix } from "../tensor/matrix.ts";
import { nearestRows } from "./nearest-rows.ts";
import type { Neighbors, NeighborSearch } from "./neighbors.ts";
import {
  checkKNeighborsParameters,
  createSearch,
  KNEIGHBORS_DEFAULTS,
  type KNeighborsParameters,
} from "./parameters.ts";
import { keepRows, rowsFromState, rowsToState, type TrainingRows } from "./training-rows.ts";
import { neighborVotes } from "./votes.ts";

export type KNeighborsRegressorParameters = KNeighborsParameters;

interface Learnt {
  readonly nFeatures: number;
  readonly rows: TrainingRows;
  readonly search: NeighborSearch;
}

/**
 * Regression by the mean of the k nearest training rows (Altman, "An Introduction to Kernel and Nearest-Neighbor
 * Nonparametric Regression", 1992):
 *
 *     ŷ = Σ vᵢ yᵢ / Σ vᵢ        over the k nearest rows i, their votes vᵢ equal or in proportion to 1 / Dᵢ
 *
 * With weights "distance", training rows that equal x answer alone. Of rows at equal distance the lower one is nearer.
 * Model and state hold all training rows.
 *
 * Departures from scikit-learn: those of `KNeighborsClassifier`, for fewer rows than `nNeighbors` and for sample weights.
 */
export class KNeighborsRegressor extends BaseRegressor<KNeighborsRegressorParameters, Learnt> {
  readonly name = "KNeighborsRegressor";

  /** Stores the parameters; `fit` checks them. */
  constructor(parameters: Partial<KNeighborsRegressorParameters> = {}) {
    super({ ...KNEIGHBORS_DEFAULTS, ...parameters });
  }

  /** Keeps X (n × d, finite numbers) and n targets. @throws ParameterError, DataError. */
  fit(X: Matrix, y: ArrayLike<number>, options: FitOptions = {}): this {
    checkKNeighborsParameters(this.parameters);
    const { targets, weights } = numberTargets(X, y, options);
    return this.keep(keepRows(X, targets, weights));
  }

  predict(X: Matrix): Float64Array {
    const { rows, search } = this.modelFor(X);
    const neighbors = nearestRows(search, rows, X, this.parameters.nNeighbors, this.parameters);
    const votes = neighborVotes(neighbors, this.parameters.weights, rows.weights);
    const means = new Float64Array(X.nRows);
    for (let i = 0, at = 0; i < X.nRows; i++) {
      let sum = 0;
      let total = 0;
      for (let end = at + neighbors.k; at < end; at++) {
        sum += votes[at] * rows.y[neighbors.indices[at]];
        total += votes[at];
      }
      means[i] = sum / total;
    }
    return means;
  }

  /**
   * The nearest training rows of every row of X; indices count the rows of the fit whose weight is above 0.
   *
   * @param nNeighbors default: the parameter. @throws NotFittedError, DataError, ParameterError
   */
  kneighbors(X: Matrix, nNeighbors = this.parameters.nNeighbors): Neighbors {
    const { rows, search } = this.modelFor(X);
    return nearestRows(search, rows, X, nNeighbors, this.parameters);
  }

  toState(): PlainData {
    const { nFeatures, rows } = this.model();
    return { name: this.name, parameters: this.getParams(), nFeatures, ...rowsToState(rows) };
  }

  /** Brings back a fitted model from what `toState` returned. @throws DataError when the state is not of that form. */
  static fromState(state: PlainData): KNeighborsRegressor {
    const reader = new StateReader("KNeighborsRegressor", state);
    const result = new KNeighborsRegressor(reader.parameters());
    checkKNeighborsParameters(result.parameters);
    return result.keep(rowsFromState(reader, reader.count("nFeatures")));
  }

  private keep(rows: TrainingRows): this {
    const search = createSearch(rows.X, this.parameters);
    this.learnt = { nFeatures: rows.X.nColumns, rows, search };
    return this;
  }
}
