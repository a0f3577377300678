import {
  BaseRegressor,
  DataError,
  numberTargets,
  StateReader,
  type FitOptions,
  type Matrix,
  type PlainData,
} from "@chimera/algorithms";

interface Learnt {
  nFeatures: number;
  n: number;
  mean: number;
}

/** The smallest learner that can be merged: it predicts the mean of its targets, shrunk towards 0. */
export class MeanOfTargets extends BaseRegressor<{ shrink: number }, Learnt> {
  readonly name = "MeanOfTargets";

  /** @param parameters shrink: rows of target 0 to imagine beside the true ones. Default 0. */
  constructor(parameters: { shrink?: number } = {}) {
    super({ shrink: 0, ...parameters });
  }

  fit(X: Matrix, y: ArrayLike<number>, options: FitOptions = {}): this {
    const { targets } = numberTargets(X, y, options);
    const mean = targets.reduce((sum, target) => sum + target, 0) / targets.length;
    this.learnt = { nFeatures: X.nColumns, n: targets.length, mean };
    return this;
  }

  predict(X: Matrix): Float64Array {
    const { n, mean } = this.modelFor(X);
    return new Float64Array(X.nRows).fill((n * mean) / (n + this.parameters.shrink));
  }

  merge(states: readonly PlainData[]): this {
    if (states.length === 0) {
      throw new DataError({ expected: "at least one state", got: "none", remedy: "Fit some parts first." });
    }
    const parts = states.map((state) => new StateReader(this.name, state));
    const n = parts.reduce((sum, part) => sum + part.count("n"), 0);
    const mean = parts.reduce((sum, part) => sum + (part.count("n") / n) * part.number("mean"), 0);
    this.learnt = { nFeatures: parts[0].count("nFeatures"), n, mean };
    return this;
  }

  toState(): PlainData {
    return { name: this.name, parameters: this.getParams(), ...this.model() };
  }
}
