import type { Addressed, CoordinatorEvent, WorkerName } from "../coordinator/coordinator.ts";
import { CoordinationError } from "../coordinator/errors.ts";
import { answersInOrder, broadcast, type Poll } from "../coordinator/poll.ts";
import { faultOfAddresses } from "./agreement.ts";
import type { PipelineAnswer, PipelineOrder, StageDescription } from "./messages.ts";
import type { Checkpoint, PipelineTraining } from "./training.ts";

/** Training ended early because workers failed; it can go on from the checkpoint. */
export class InterruptedTraining extends CoordinationError {
  readonly checkpoint: Checkpoint | null;
  constructor(message: string, checkpoint: Checkpoint | null) {
    super("incomplete", message);
    this.checkpoint = checkpoint;
  }
}

/** Why a round did not come to its end, as its first failure told it. */
export interface Cause {
  readonly worker: WorkerName;
  readonly reason: string;
  /** Whether numbers blew up: then the same steps would end so again. */
  readonly diverged: boolean;
}

/** What an event of a round tells of a failure; `undefined`: nothing. */
export function causeOf(event: CoordinatorEvent<PipelineAnswer>): Cause | undefined {
  const { worker } = event;
  if (event.type === "failed") return { worker, reason: event.reason, diverged: false };
  if (event.answer.type !== "diverged") return undefined;
  const { step, what } = event.answer;
  const reason = `${what} by step ${step}: take a smaller learningRate, or clipNorm.`;
  return { worker, reason, diverged: true };
}

/** To those who are still in the round: they would wait in vain for the worker that failed. */
export function ordersToLeave(
  { asked, answers, failures }: Poll<PipelineAnswer>,
  { worker, reason }: Cause,
  runId: string,
): Addressed<PipelineOrder>[] {
  const left = asked.filter((name) => !answers.has(name) && !failures.has(name));
  return broadcast(left, { type: "abandon", runId, reason: `${worker} failed: ${reason}` });
}

/**
 * The training after a round that failed, and the note that says where it will go on.
 *
 * @throws CoordinationError when there is no use in trying again: the numbers blew up, or the same round failed before.
 */
export function afterFailure(
  training: PipelineTraining,
  cause: Cause,
): { training: PipelineTraining; note: string } {
  const { round, failedRound, checkpoint } = training;
  const what = describe(cause, round);
  if (cause.diverged) throw new CoordinationError("diverged", what);
  if (failedRound !== null && round <= failedRound)
    throw new InterruptedTraining(`${what} This was tried again without success.`, checkpoint);
  const where =
    checkpoint === null || checkpoint.round === 0
      ? "the start"
      : `the checkpoint after round ${checkpoint.round}`;
  const note = `${what} Training goes on from ${where} as soon as all workers answer.`;
  return { training: { ...training, failedRound: round, notes: [...training.notes, note] }, note };
}

/** @throws InterruptedTraining unless all workers describe themselves again, with the data set they had. */
export function requireReturn(
  { round, checkpoint, agreement }: PipelineTraining,
  cause: Cause,
  poll: Poll<PipelineAnswer>,
): void {
  if (poll.failures.size > 0) {
    const reasons = [...poll.failures].map(([worker, reason]) => `${worker} (${reason})`).join("; ");
    throw new InterruptedTraining(
      `${describe(cause, round)} It did not return: ${reasons}. ` +
        "When it runs again, fit with warmStart to go on from the last checkpoint.",
      checkpoint,
    );
  }
  const descriptions = answersInOrder(poll) as [WorkerName, StageDescription][];
  const fault = faultOfAddresses(descriptions);
  if (fault !== undefined) throw new InterruptedTraining(fault, checkpoint);
  const other = descriptions.find(([, { fingerprint }]) => fingerprint !== agreement.fingerprint);
  if (other)
    throw new InterruptedTraining(
      `${other[0]} came back with another data set than the fit began with: give it that one again and fit with warmStart, or fit anew.`,
      checkpoint,
    );
}

function describe({ worker, reason }: Cause, round: number): string {
  return `${worker} failed in round ${round}: ${reason}`;
}
