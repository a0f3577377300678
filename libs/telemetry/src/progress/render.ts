import type { FitReport, ReplicaGroup, RunEvent } from "@chimera/distributed";
import { fractionDone, roundsPerSecond } from "./progress-state.ts";
import type { Plan, ProgressState } from "./progress-state.ts";

const BAR_WIDTH = 20;

/** What the last line needs to know of a fit; a `FitReport` is one. */
export type ProgressSummary = Pick<FitReport, "fit" | "iterations" | "converged" | "finalLoss">;

/**
 * The state of a run in one line, cut to `columns`:
 *
 *     round 120/200 ████████████░░░░░░░░ 60 %  loss 0.2345  812 rounds/s  0.1 s left  3 workers
 *
 * What is not known yet (loss, speed) is left out; so is the bar when `bar` is false.
 */
export function renderProgress(
  state: ProgressState,
  now: number,
  { columns = Infinity, bar = true } = {},
): string {
  const { plan, round, loss, failed } = state;
  const fraction = fractionDone(state);
  const speed = roundsPerSecond(state, now);
  const parts = [
    `round ${round}/${plan.maxIter} ${bar ? `${drawBar(fraction)} ` : ""}${Math.floor(100 * fraction)} %`,
    loss === undefined ? "" : `loss ${formatLoss(loss)}`,
    speed === undefined ? "" : formatSpeed(speed),
    speed === undefined ? "" : `${formatSeconds((plan.maxIter - round) / speed)} left`,
    countWorkers(plan.workers.length, failed.size),
  ];
  return cut(parts.filter((part) => part !== "").join("  "), columns);
}

/** First line of a run. */
export function renderStart({ algorithm, maxIter, workers }: Plan): string {
  const rounds = maxIter === 1 ? "1 round" : `up to ${maxIter} rounds`;
  return `${algorithm}: ${rounds} with ${countWorkers(workers.length, 0)}`;
}

/** Last line of a run: `parameter-server: 200 rounds in 0.2 s (812 rounds/s), loss 0.2345`. */
export function renderSummary(
  state: ProgressState,
  summary: ProgressSummary,
  elapsedMs: number,
  now: number,
): string {
  const { iterations, converged, finalLoss, fit } = summary;
  const speed = roundsPerSecond(state, now);
  const rounds = `${iterations} ${iterations === 1 ? "round" : "rounds"} in ${formatSeconds(elapsedMs / 1000)}`;
  return [
    `${state.plan.algorithm}: ${rounds}${speed === undefined || iterations === 1 ? "" : ` (${formatSpeed(speed)})`}`,
    finalLoss === null ? "" : `loss ${formatLoss(finalLoss)}`,
    converged ? "converged" : "",
    fit === "ok" ? "" : `partial: ${countWorkers(state.plan.workers.length, state.failed.size)} to the end`,
  ]
    .filter((part) => part !== "")
    .join(", ");
}

/** Events that deserve a line of their own; `undefined` for the others. */
export function renderEvent(event: RunEvent): string | undefined {
  if (event.type === "note") return `note: ${event.text}`;
  if (event.type === "replicas-compared") return renderReplicas(event.round, event.replicas);
  if (event.type !== "worker-failed") return undefined;
  const when = event.round === undefined ? "" : ` in round ${event.round}`;
  return `${event.worker} failed${when} (${event.order}): ${event.reason}`;
}

/** `replicas: the same weights after round 30, by their hashes: stage 0 5f3a91c2 (worker1, worker3), …`. */
function renderReplicas(round: number, replicas: readonly ReplicaGroup[]): string {
  const hasRanks = replicas.some(({ rank }) => rank > 0);
  const groups = replicas.map(({ stage, rank, workers, hash }) => {
    return `stage ${stage}${hasRanks ? ` rank ${rank}` : ""} ${hash} (${workers.join(", ")})`;
  });
  return `replicas: the same weights after round ${round}, by their hashes: ${groups.join(", ")}`;
}

function drawBar(fraction: number): string {
  const full = Math.floor(fraction * BAR_WIDTH);
  return "█".repeat(full) + "░".repeat(BAR_WIDTH - full);
}

function countWorkers(total: number, failed: number): string {
  const noun = total === 1 ? "worker" : "workers";
  return failed === 0 ? `${total} ${noun}` : `${total - failed} of ${total} ${noun}`;
}

function formatLoss(loss: number): string {
  return loss.toPrecision(4);
}

function formatSpeed(speed: number): string {
  return `${speed < 10 ? speed.toFixed(1) : Math.round(speed)} rounds/s`;
}

/** `0.1 s`, `34 s`, `2 min 5 s`, `3 h 20 min`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

function cut(line: string, columns: number): string {
  return line.length <= columns ? line : `${line.slice(0, Math.max(columns - 1, 0))}…`.slice(0, columns);
}
