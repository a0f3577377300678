import { DataError } from "../errors.ts";
import type { PlainData } from "../estimator.ts";
import { MinMaxScaler } from "./min-max-scaler.ts";
import { OneHotEncoder } from "./one-hot-encoder.ts";
import { SimpleImputer } from "./simple-imputer.ts";
import { StandardScaler } from "./standard-scaler.ts";
import type { Transformer, TransformerClass } from "./transformer.ts";

/** Every transformer of this package, by its name. */
export const TRANSFORMERS = {
  MinMaxScaler,
  OneHotEncoder,
  SimpleImputer,
  StandardScaler,
} satisfies Record<string, TransformerClass>;

export type TransformerName = keyof typeof TRANSFORMERS;

/**
 * Brings back a fitted transformer of this package, whichever it is, from what its `toState` returned.
 *
 * @throws DataError when the state names no transformer of this package, or is not of its form.
 */
export function transformerFromState(state: PlainData): Transformer {
  const { name } = state;
  if (typeof name === "string" && Object.hasOwn(TRANSFORMERS, name)) {
    return TRANSFORMERS[name as TransformerName].fromState(state);
  }
  throw new DataError({
    expected: `a state of one of ${Object.keys(TRANSFORMERS).join(", ")}`,
    got: JSON.stringify(name) ?? "a state without a name",
    remedy: "Bring the state of a class of your own back with that class's fromState.",
  });
}
