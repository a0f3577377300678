import type { Fleet } from "../coordinator/fleet.ts";
import type { StepIdentity } from "./rounds.ts";

/** A sentence for each worker whose rows are not in every step of the model. */
export function rowsLost(fleet: Fleet, steps: readonly StepIdentity[]): string[] {
  return fleet.flatMap(({ name, state, nSamples, rounds }) => {
    if (state === "ok") return [];
    const rows = nSamples === null ? "The rows" : `The ${nSamples} rows`;
    const namesOf = (some: readonly StepIdentity[]) => some.map((step) => step.name).join(" and ");
    const where =
      rounds === 0
        ? "the model"
        : `${namesOf(steps.slice(rounds))} (not in ${namesOf(steps.slice(0, rounds))})`;
    return [`${rows} of ${name} are missing in ${where}.`];
  });
}
