import { NotFittedError } from "../errors.ts";
import type { PlainData } from "../estimator.ts";
import type { Matrix } from "../tensor/matrix.ts";
import { checkFinite, checkWidth } from "../validation/data.ts";

/**
 * What every estimator does the same way: it stores its parameters, and keeps all that `fit` learnt in one place, so
 * that a new fit forgets the old one as a whole.
 */
export abstract class BaseEstimator<
  Parameters extends object,
  Learnt extends { readonly nFeatures: number },
> {
  abstract readonly name: string;
  protected readonly parameters: Parameters;
  /** `null` before `fit`. */
  protected learnt: Learnt | null = null;

  /** Stores the parameters; `fit` checks them. */
  protected constructor(parameters: Parameters) {
    this.parameters = parameters;
  }

  getParams(): PlainData {
    return { ...(this.parameters as PlainData) };
  }

  /** @throws NotFittedError before `fit`. */
  protected model(): Learnt {
    if (this.learnt === null) throw new NotFittedError(this.name);
    return this.learnt;
  }

  /** The model, once `X` is known to fit it. @throws NotFittedError; DataError for another width, NaN or infinity. */
  protected modelFor(X: Matrix): Learnt {
    const model = this.model();
    checkWidth(X, model.nFeatures);
    checkFinite(X);
    return model;
  }
}
