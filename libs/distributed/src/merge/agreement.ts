import type { PlainData } from "@chimera/algorithms";
import { requireSame } from "../coordinator/agreement.ts";
import type { WorkerName } from "../coordinator/coordinator.ts";
import { CoordinationError } from "../coordinator/errors.ts";
import type { MergeDescription, StepDescription } from "./messages.ts";
import { sameJson } from "./same-json.ts";
import type { StepIdentity } from "./rounds.ts";

type Descriptions = readonly (readonly [WorkerName, MergeDescription])[];

/**
 * States can be merged only if they are of one model: the same steps with the same parameters, learnt from every row
 * once.
 *
 * @throws CoordinationError that names the worker, and what differs.
 */
export function requireOneModel(steps: readonly StepIdentity[], descriptions: Descriptions): void {
  const names = (list: readonly { name: string }[]) => list.map(({ name }) => name).join(" → ");
  requireSame(descriptions, "estimator", names(steps), (description) => names(description.steps));
  for (const [worker, description] of descriptions) {
    refuseDraws(worker, description);
    steps.forEach((step, r) => requireSameParameters(worker, step, description.steps[r]));
  }
}

function refuseDraws(worker: WorkerName, { draws }: MergeDescription): void {
  if (draws.length === 0) return;
  throw new CoordinationError(
    "disagreement",
    `${worker} was given ${draws.join(", ")}: merging learns from every row once, with every feature. ` +
      "Leave the bagging options of the workers out, or combine of the master.",
  );
}

function requireSameParameters(
  worker: WorkerName,
  step: StepIdentity,
  { parameters }: StepDescription,
): void {
  const expected = step.getParams();
  const differing = [...new Set([...Object.keys(expected), ...Object.keys(parameters)])].find(
    (key) => !sameJson(expected[key], parameters[key]),
  );
  if (differing === undefined) return;
  throw new CoordinationError(
    "disagreement",
    `${worker} has a ${step.name} with ${shown(parameters, differing)}, the master with ` +
      `${shown(expected, differing)}: give both the same parameters.`,
  );
}

function shown(parameters: PlainData, key: string): string {
  return `${key} ${JSON.stringify(parameters[key]) ?? "not given"}`;
}
