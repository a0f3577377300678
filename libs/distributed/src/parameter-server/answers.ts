import { faultOfDescription } from "../coordinator/agreement.ts";
import type { ParameterServerAnswer, ParameterServerOrder, WorkerDescription } from "./messages.ts";

type AnswerType = ParameterServerAnswer["type"];

/** Which answers an order may get. */
const ANSWERS_TO: Record<ParameterServerOrder["type"], readonly AnswerType[]> = {
  describe: ["description"],
  prepare: ["prepared"],
  gradient: ["gradient", "diverged"],
  "local-epochs": ["update", "diverged"],
};

/**
 * What does not fit in a worker's answer, in a sentence; `undefined` when all does. The network is no friend: what
 * arrives may be of another length, or of another program.
 *
 * @param nParameters length of θ; not yet known when workers describe themselves.
 */
export function faultOfAnswer(
  order: ParameterServerOrder["type"],
  answer: ParameterServerAnswer,
  nParameters?: number,
): string | undefined {
  if (!ANSWERS_TO[order].includes(answer.type)) return `It answered ${order} with ${answer.type}.`;
  if (answer.type === "description") {
    return faultOfDescription(answer, true) ?? faultOfMoments(answer) ?? faultOfCounts(answer);
  }
  if (answer.type !== "gradient" && answer.type !== "update") return undefined;
  const values = answer.type === "gradient" ? answer.gradient : answer.update;
  if (values.length === nParameters) return undefined;
  return `Expected ${order === "gradient" ? "a gradient" : "an update"} of ${nParameters} values, got ${values.length}.`;
}

function faultOfMoments({ columns, moments }: WorkerDescription): string | undefined {
  if (!moments) return undefined;
  const { mean, m2 } = moments;
  const fits = mean.length === columns.length && m2.length === columns.length && m2.every((sum) => sum >= 0);
  return fits ? undefined : `Expected moments of ${columns.length} columns, each sum of squares ≥ 0.`;
}

function faultOfCounts({ classes, classCounts, nSamples }: WorkerDescription): string | undefined {
  if (!classCounts) return undefined;
  const sum = classCounts.reduce((rows, count) => rows + count, 0);
  const fits = classCounts.length === classes?.length && classCounts.every((count) => count >= 0);
  return fits && sum === nSamples
    ? undefined
    : `Expected as many class counts as classes, ${nSamples} rows together, got [${classCounts.join(", ")}].`;
}
