import { StateReader } from "../base/index.ts";
import type { PlainData } from "../estimator.ts";

/** The parameters in a state, for the constructor of the class `owner`. @throws DataError when there are none. */
export function parametersIn(owner: string, state: PlainData): object {
  return new StateReader(owner, state).parameters();
}
