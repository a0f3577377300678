import { BaseClassifier, classTargets, StateReader } from "../base/index.ts";
import type { ClassifierFitOptions, Label, PlainData } from "../estimator.ts";
import { matrix, type Matrix } from "../tensor/matrix.ts";
import { nearestRows } from "./nearest-rows.ts";
import type { Neighbors, NeighborSearch } from "./neighbors.ts";
import {
  checkKNeighborsParameters,
  createSearch,
  KNEIGHBORS_DEFAULTS,
  type KNeighborsParameters,
} from "./parameters.ts";
import { keepRows, rowsFromState, rowsToState, type TrainingRows } from "./training-rows.ts";
import { divideBySum, neighborVotes } from "./votes.ts";

export type KNeighborsClassifierParameters = KNeighborsParameters;

interface Learnt {
  readonly nFeatures: number;
  readonly classes: readonly Label[];
  readonly rows: TrainingRows;
  readonly search: NeighborSearch;
}

/**
 * Classification by a vote of the k nearest training rows (Fix & Hodges, "Discriminatory Analysis", 1951; Cover & Hart,
 * "Nearest Neighbor Pattern Classification", 1967):
 *
 *     P(c | x) = Σ vᵢ [yᵢ = c] / Σ vᵢ        over the k nearest rows i, their votes vᵢ equal or in proportion to 1 / Dᵢ
 *
 * With weights "distance", training rows that equal x answer alone. Of rows at equal distance the lower one is nearer.
 * Model and state hold all training rows.
 *
 * Departures from scikit-learn: fewer rows than `nNeighbors` all vote (there: refused). A row's sample weight multiplies
 * its vote, and a row of weight 0 is left out (there: no sample weights); a row of weight 2 has the votes of two rows, but
 * takes one of the k places.
 */
export class KNeighborsClassifier extends BaseClassifier<KNeighborsClassifierParameters, Learnt> {
  readonly name = "KNeighborsClassifier";

  /** Stores the parameters; `fit` checks them. */
  constructor(parameters: Partial<KNeighborsClassifierParameters> = {}) {
    super({ ...KNEIGHBORS_DEFAULTS, ...parameters });
  }

  /** Keeps X (n × d, finite numbers) and n labels. @throws ParameterError, DataError. */
  fit(X: Matrix, y: ArrayLike<Label>, options: ClassifierFitOptions = {}): this {
    checkKNeighborsParameters(this.parameters);
    const { classes, codes, weights } = classTargets(X, y, options);
    return this.keep(classes, keepRows(X, codes, weights));
  }

  predictProba(X: Matrix): Matrix {
    const { classes, rows, search } = this.modelFor(X);
    const neighbors = nearestRows(search, rows, X, this.parameters.nNeighbors, this.parameters);
    const votes = neighborVotes(neighbors, this.parameters.weights, rows.weights);
    const K = classes.length;
    const result = matrix(X.nRows, K);
    for (let i = 0, at = 0; i < X.nRows; i++) {
      for (let end = at + neighbors.k; at < end; at++) {
        result.data[i * K + rows.y[neighbors.indices[at]]] += votes[at];
      }
      divideBySum(result.data, i * K, (i + 1) * K);
    }
    return result;
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
    const { nFeatures, classes, rows } = this.model();
    return {
      name: this.name,
      parameters: this.getParams(),
      nFeatures,
      classes: [...classes],
      ...rowsToState(rows),
    };
  }

  /** Brings back a fitted model from what `toState` returned. @throws DataError when the state is not of that form. */
  static fromState(state: PlainData): KNeighborsClassifier {
    const reader = new StateReader("KNeighborsClassifier", state);
    const result = new KNeighborsClassifier(reader.parameters());
    checkKNeighborsParameters(result.parameters);
    const classes = reader.classes();
    const rows = rowsFromState(reader, reader.count("nFeatures"));
    const isCode = (code: number) => Number.isInteger(code) && code >= 0 && code < classes.length;
    if (!rows.y.every(isCode)) reader.refuse(`codes 0…${classes.length - 1} at y`, Array.from(rows.y));
    return result.keep(classes, rows);
  }

  private keep(classes: readonly Label[], rows: TrainingRows): this {
    this.learnt = {
      nFeatures: rows.X.nColumns,
      classes,
      rows,
      search: createSearch(rows.X, this.parameters),
    };
    return this;
  }
}
