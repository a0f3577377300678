import { BaseClassifier, StateReader, type LearntClassifier } from "../base/index.ts";
import type { Label, PlainData } from "../estimator.ts";
import { affineMap } from "../linear-algebra/index.ts";
import { matrix, type Matrix } from "../tensor/matrix.ts";
import { codesOfScores, labelsOfRows, outputsOf } from "./scores.ts";

export interface LearntLinearClassifier extends LearntClassifier {
  /** W, nOutputs × d row by row, and behind it the nOutputs biases b. */
  readonly weights: Float64Array;
  readonly nIter: number;
  readonly converged: boolean;
}

/** A classifier that scores a row by W x + b, and answers the class of the greatest score, however W and b were learnt. */
export abstract class LinearClassifier<Parameters extends object> extends BaseClassifier<
  Parameters,
  LearntLinearClassifier
> {
  /**
   * The scores W x + b. @param X n × d. @returns n × 1 for two classes (class 1 where it is above 0), else n × K.
   * @throws NotFittedError; DataError for another width, NaN or infinity.
   */
  decisionFunction(X: Matrix): Matrix {
    const { nFeatures, classes, weights } = this.model();
    const nOutputs = outputsOf(classes.length);
    return matrix(X.nRows, nOutputs, affineMap(X, nFeatures, weights, nOutputs));
  }

  override predict(X: Matrix): Label[] {
    const { nFeatures, classes, weights } = this.model();
    return labelsOfRows(X, nFeatures, weights, outputsOf(classes.length), classes);
  }

  /** @returns the code 0…K−1 of each row's class. */
  protected codesOf(X: Matrix): Int32Array {
    return codesOfScores(this.decisionFunction(X).data, this.classes.length);
  }

  /** W, a copy: 1 × d for two classes, else K × d. @throws NotFittedError before `fit`. */
  get coef(): Matrix {
    const { classes, nFeatures, weights } = this.model();
    const nOutputs = outputsOf(classes.length);
    return matrix(nOutputs, nFeatures, weights.slice(0, nOutputs * nFeatures));
  }

  /** b, a copy: 1 for two classes, else K; zeros without `fitIntercept`. @throws NotFittedError before `fit`. */
  get intercept(): Float64Array {
    const { classes, nFeatures, weights } = this.model();
    return weights.slice(outputsOf(classes.length) * nFeatures);
  }

  /** Whether `fit` came within `tol` before `maxIter`. @throws NotFittedError before `fit`. */
  get converged(): boolean {
    return this.model().converged;
  }

  /** Iterations that `fit` took; where there are several machines, of the one that took most. @throws NotFittedError */
  get nIter(): number {
    return this.model().nIter;
  }

  toState(): PlainData {
    const { classes, nFeatures, weights, nIter, converged } = this.model();
    return {
      name: this.name,
      parameters: this.getParams(),
      classes: [...classes],
      nFeatures,
      weights: Array.from(weights),
      nIter,
      converged: Number(converged),
    };
  }

  /** Takes over what `state` says was learnt. @throws DataError */
  protected restore(state: PlainData): this {
    const reader = new StateReader(this.name, state);
    const classes = reader.classes();
    const nFeatures = reader.count("nFeatures");
    this.learnt = {
      classes,
      nFeatures,
      weights: reader.float64("weights", outputsOf(classes.length) * (nFeatures + 1)),
      nIter: reader.count("nIter"),
      converged: reader.count("converged") === 1,
    };
    return this;
  }
}
