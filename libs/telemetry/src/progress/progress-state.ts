import type { RunEvent, WorkerName } from "@chimera/distributed";

/** What is to be done, known before the run. */
export interface Plan {
  /** E.g. `parameter-server`. */
  algorithm: string;
  /** Most rounds, ≥ 1. */
  maxIter: number;
  workers: readonly WorkerName[];
}

/** How far a run has come, folded from its events. Times are of a monotonic clock, in ms. */
export interface ProgressState {
  plan: Plan;
  /** Rounds finished. */
  round: number;
  /** Workers asked in the open round, and how many of them answered. */
  asked: number;
  answered: number;
  /** Mean loss of the last finished round; `undefined` before it, or where the algorithm has none. */
  loss: number | undefined;
  failed: ReadonlySet<WorkerName>;
  /** When the first round began; before it the workers only describe and prepare themselves. */
  firstRoundAt: number | undefined;
}

export function initialProgress(plan: Plan): ProgressState {
  return {
    plan,
    round: 0,
    asked: 0,
    answered: 0,
    loss: undefined,
    failed: new Set(),
    firstRoundAt: undefined,
  };
}

/** The state after an event that happened at `now`. */
export function advance(state: ProgressState, event: RunEvent, now: number): ProgressState {
  switch (event.type) {
    case "round-started": {
      // Who is asked again is there again, as in a pipeline that waited for it.
      const failed = new Set([...state.failed].filter((worker) => !event.asked.includes(worker)));
      const firstRoundAt = state.firstRoundAt ?? now;
      return { ...state, failed, asked: event.asked.length, answered: 0, firstRoundAt };
    }
    case "answer-received":
      return { ...state, answered: Math.min(state.answered + 1, state.asked) };
    case "round-finished": {
      const loss = event.loss !== null && Number.isFinite(event.loss) ? event.loss : undefined;
      return { ...state, round: event.round, loss, asked: 0, answered: 0 };
    }
    case "worker-failed":
      return { ...state, failed: new Set([...state.failed, event.worker]) };
    default:
      return state;
  }
}

/** Share of the work done, 0…1; answers of the open round count, so that a run of one long round moves too. */
export function fractionDone({ plan, round, asked, answered }: ProgressState): number {
  const open = asked === 0 ? 0 : answered / asked;
  return Math.min((round + open) / plan.maxIter, 1);
}

/** Rounds per second since the first round began; `undefined` before a round has ended. */
export function roundsPerSecond({ round, firstRoundAt }: ProgressState, now: number): number | undefined {
  if (firstRoundAt === undefined || round === 0 || now <= firstRoundAt) return undefined;
  return (1000 * round) / (now - firstRoundAt);
}
