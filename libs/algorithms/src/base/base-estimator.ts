import { NotFittedError } from "../errors.ts";
import type { PlainData } from "../estimator.ts";
import type { Matrix } from "../tensor/matrix.ts";
import { checkFinite, checkWidth } from "../validation/data.ts";
import { checkLearnt } from "./check-learnt.ts";

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
  private known: Learnt | null = null;

  /** Stores the parameters; `fit` checks them. */
  protected constructor(parameters: Parameters) {
    this.parameters = parameters;
  }

  /** `null` before `fit`. */
  protected get learnt(): Learnt | null {
    return this.known;
  }

  /** A model with a number that is not finite is refused here, whoever learnt it; the one before stays. @throws DataError */
  protected set learnt(learnt: Learnt | null) {
    if (learnt !== null) checkLearnt(this.name, this.finitePart(learnt));
    this.known = learnt;
  }

  /** What of a model must be finite: all of it, but for what a subclass derives where log 0 = −∞ is meant. */
  protected finitePart(learnt: Learnt): unknown {
    return learnt;
  }

  getParams(): PlainData {
    return { ...(this.parameters as PlainData) };
  }

  /** @throws NotFittedError before `fit`. */
  protected model(): Learnt {
    if (this.known === null) throw new NotFittedError(this.name);
    return this.known;
  }

  /** The model, once `X` is known to fit it. @throws NotFittedError; DataError for another width, NaN or infinity. */
  protected modelFor(X: Matrix): Learnt {
    const model = this.model();
    checkWidth(X, model.nFeatures);
    checkFinite(X);
    return model;
  }
}
