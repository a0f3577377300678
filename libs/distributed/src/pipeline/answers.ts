import { faultOfDescription } from "../coordinator/agreement.ts";
import { CoordinationError } from "../coordinator/errors.ts";
import type { Poll } from "../coordinator/poll.ts";
import type { PipelineAnswer, PipelineOrder } from "./messages.ts";

interface Question {
  readonly order: PipelineOrder["type"];
  /** What it may be answered with. */
  readonly answers: readonly PipelineAnswer["type"][];
}

/** What the workers are asked in each phase of a fit. */
const QUESTIONS = {
  describing: { order: "describe", answers: ["description"] },
  measuring: { order: "measure", answers: ["times"] },
  preparing: { order: "prepare", answers: ["prepared"] },
  training: { order: "train", answers: ["trained", "diverged"] },
  abandoning: { order: "train", answers: ["trained", "diverged"] },
  returning: { order: "describe", answers: ["description"] },
} satisfies Record<string, Question>;

type Phase = keyof typeof QUESTIONS;

/** What does not fit in a worker's answer, in a sentence; `undefined` when all does. */
export function faultOfAnswer(phase: Phase, answer: PipelineAnswer): string | undefined {
  if (answer.type === "abandoned") return undefined;
  const expected: readonly string[] = QUESTIONS[phase].answers;
  if (!expected.includes(answer.type))
    return `Expected an answer ${expected.join(" or ")}, got ${answer.type}.`;
  return answer.type === "description" ? faultOfDescription(answer, true) : undefined;
}

/** A network lacks a part when one worker is missing. @throws CoordinationError with every reason. */
export function requireAll({ failures }: Poll<PipelineAnswer>, phase: Phase): void {
  if (failures.size === 0) return;
  const reasons = [...failures].map(([worker, reason]) => `${worker}: ${reason}`);
  throw new CoordinationError(
    "incomplete",
    `A pipeline needs every one of its workers; these failed at ${QUESTIONS[phase].order}: ${reasons.join("; ")}`,
  );
}
