import type { Label, PlainData } from "@chimera/algorithms";
import { CoordinationError } from "../coordinator/errors.ts";
import { sameJson } from "./same-json.ts";
import type { MergeRounds, StepIdentity } from "./rounds.ts";

/** What every state of one step has to agree with. */
export interface Expectation {
  /** Features of the step, where the master knows them. */
  width: number | undefined;
  classes: readonly Label[] | null;
}

/**
 * What is wrong with the state of step r that a worker sent, in a sentence; `undefined` when nothing is. It may be of
 * another program, so it is merged alone for a trial: the step's own reader knows what a state must hold.
 */
export function faultOfState(
  rounds: MergeRounds,
  r: number,
  state: PlainData,
  expected: Expectation,
): string | undefined {
  const step = rounds.steps[r];
  const differing = differs(step, state, expected);
  if (differing !== undefined) return `Its state of a ${step.name} ${differing}.`;
  try {
    rounds.merge(r, [state]);
    return undefined;
  } catch (error) {
    return `Its state of a ${step.name} cannot be used. ${messageOf(error)}`;
  }
}

function differs(step: StepIdentity, state: PlainData, { width, classes }: Expectation): string | undefined {
  const wrong = (what: string, got: unknown, want: unknown) =>
    `has the ${what} ${JSON.stringify(got) ?? "nothing"}, expected ${JSON.stringify(want)}`;
  if (state.name !== step.name) return wrong("name", state.name, step.name);
  if (state.parameters !== undefined && !sameJson(state.parameters, step.getParams())) {
    return wrong("parameters", state.parameters, step.getParams());
  }
  if (width !== undefined && state.nFeatures !== undefined && state.nFeatures !== width) {
    return wrong("nFeatures", state.nFeatures, width);
  }
  if (classes !== null && state.classes !== undefined && !sameJson(state.classes, classes)) {
    return wrong("classes", state.classes, classes);
  }
  return undefined;
}

/**
 * The state of step r over all rows.
 *
 * @throws CoordinationError when states that are good alone do not go together.
 */
export function mergeStates(rounds: MergeRounds, r: number, states: readonly PlainData[]): PlainData {
  try {
    return rounds.merge(r, states);
  } catch (error) {
    throw new CoordinationError(
      "disagreement",
      `The workers' states of a ${rounds.steps[r].name} do not merge. ${messageOf(error)}`,
    );
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
