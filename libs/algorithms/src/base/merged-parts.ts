import { DataError } from "../errors.ts";
import type { EstimatorBase, Label, PlainData } from "../estimator.ts";

/**
 * The learners whose states are to be merged into `whole`, once they are known to be parts of one model.
 *
 * @param fromState the class's own, which checks each state.
 * @throws DataError when there is none, or one of them has other parameters than `whole`.
 */
export function partsOf<E extends EstimatorBase>(
  whole: EstimatorBase,
  states: readonly PlainData[],
  fromState: (state: PlainData) => E,
): E[] {
  if (states.length === 0) {
    throw refusal(`the state of at least one ${whole.name}`, "none");
  }
  const parts = states.map(fromState);
  parts.forEach((part, i) => requireSame(`part ${i}`, "parameters", whole.getParams(), part.getParams()));
  return parts;
}

/** What a part knows of the rows it was fitted on. */
interface Shape {
  readonly nFeatures: number;
  /** Left out by a regressor. */
  readonly classes?: readonly Label[];
}

/** Requires that parts were fitted on the same number of features, and know the same classes. @throws DataError */
export function requireSameShape(parts: readonly Shape[]): void {
  const [{ nFeatures, classes }] = parts;
  parts.forEach((part, i) => {
    requireSame(`part ${i}`, "nFeatures", nFeatures, part.nFeatures);
    requireSame(`part ${i}`, "classes", classes, part.classes);
  });
}

/**
 * Requires that parts agree, e.g. on their classes: a sum over different columns would mean nothing.
 *
 * @param what continues "the same … as": `classes`, `nFeatures`.
 * @throws DataError with both values.
 */
export function requireSame(part: string, what: string, expected: unknown, got: unknown): void {
  const [wanted, came] = [JSON.stringify(expected), JSON.stringify(got)];
  if (wanted !== came) throw refusal(`${what} ${wanted} in ${part}`, came);
}

function refusal(expected: string, got: string): DataError {
  return new DataError({
    expected,
    got,
    remedy:
      "Merge learners with the same parameters, columns and classes (give fit the classes of all parts).",
  });
}
