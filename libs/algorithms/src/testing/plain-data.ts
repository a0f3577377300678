import type { PlainData } from "../estimator.ts";

/** What a state is once it has been to a file, or to another machine. */
export function throughJson(state: PlainData): PlainData {
  return JSON.parse(JSON.stringify(state)) as PlainData;
}
