/** A learner was asked for what only `fit` can give it. */
export class NotFittedError extends Error {
  override readonly name = "NotFittedError";

  /** @param estimator its name, e.g. `DecisionTreeClassifier`. @param call what cures it. */
  constructor(estimator: string, call = "fit(X, y)") {
    super(`This ${estimator} is not fitted yet: call ${call} first.`);
  }
}

/** A parameter is outside of what it may be. */
export class ParameterError extends Error {
  override readonly name = "ParameterError";
  readonly parameter: string;
  readonly value: unknown;
  private readonly rule: string;
  private readonly detail: string | undefined;

  /**
   * @param parameter its name, e.g. `maxDepth`.
   * @param rule what it must do or be, continuing "must …", e.g. `be an integer ≥ 1`.
   * @param value what came.
   * @param detail what is wrong with the value, where the rule does not say it, or a question: the end of the sentence.
   */
  constructor(parameter: string, rule: string, value: unknown, detail?: string) {
    const sentence = `${parameter} must ${rule}, got ${display(value)}${detail === undefined ? "" : `: ${detail}`}`;
    super(sentence + (detail?.endsWith("?") ? "" : "."));
    this.parameter = parameter;
    this.value = value;
    this.rule = rule;
    this.detail = detail;
  }

  /** The same of a part of something larger: `units of layer 2 (dense) must …`. Within a part of a part, that one is named. */
  within(place: string): ParameterError {
    if (this.parameter.includes(" of ")) return this;
    return new ParameterError(`${this.parameter} of ${place}`, this.rule, this.value, this.detail);
  }
}

interface DataFacts {
  readonly expected: string;
  readonly got: string;
  readonly remedy: string;
}

/** Rows, targets or labels that a computation cannot use. */
export class DataError extends Error {
  override readonly name = "DataError";
  private readonly facts: DataFacts;

  /**
   * @param expected what was expected, e.g. `3 columns in X`.
   * @param got what came instead.
   * @param remedy what the caller can do, a whole sentence.
   */
  constructor(facts: DataFacts) {
    super(`Expected ${facts.expected}, got ${facts.got}. ${facts.remedy}`);
    this.facts = facts;
  }

  /** The same of a part of something larger: `Expected … in layer 2 (dense), …`. Within a part of a part, that one is named. */
  within(place: string): DataError {
    const { expected } = this.facts;
    return / in layer /.test(expected)
      ? this
      : new DataError({ ...this.facts, expected: `${expected} in ${place}` });
  }
}

/** JSON tells "3" from 3, but has no word for NaN, infinity and undefined, and refuses big integers and circles. */
function display(value: unknown): string {
  if (typeof value === "number") return String(value);
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return typeof value === "bigint" ? `${value}n` : `a value of type ${typeof value}`;
  }
}
