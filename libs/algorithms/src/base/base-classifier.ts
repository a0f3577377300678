import type { Classifier, ClassifierFitOptions, Label, PlainData } from "../estimator.ts";
import { accuracy } from "../metrics/classification.ts";
import type { Matrix } from "../tensor/matrix.ts";
import { BaseEstimator } from "./base-estimator.ts";
import { labelsOfLargest } from "./votes.ts";

export interface LearntClassifier {
  readonly nFeatures: number;
  readonly classes: readonly Label[];
}

/** A classifier that answers probabilities; the class of the greatest one is its prediction, of equal ones the first. */
export abstract class BaseClassifier<Parameters extends object, Learnt extends LearntClassifier>
  extends BaseEstimator<Parameters, Learnt>
  implements Classifier
{
  readonly task = "classifier";

  abstract fit(X: Matrix, y: ArrayLike<Label>, options?: ClassifierFitOptions): this;
  abstract predictProba(X: Matrix): Matrix;
  abstract toState(): PlainData;

  get classes(): readonly Label[] {
    return this.model().classes;
  }

  predict(X: Matrix): Label[] {
    return labelsOfLargest(this.predictProba(X), this.classes);
  }

  score(X: Matrix, y: ArrayLike<Label>): number {
    return accuracy(y, this.predict(X));
  }
}
