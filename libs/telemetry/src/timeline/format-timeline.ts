import { formatTable } from "../text-table/format-table.ts";
import { analyzeRun, type RunTimes } from "./analyze-run.ts";
import type { StepTimes, WorkerTimes } from "./analyze-step.ts";
import { drawGantt, GANTT_COLUMNS, GANTT_LEGEND } from "./draw-gantt.ts";
import type { PipelinePlan, PipelineStep, PipelineTimeline } from "./pipeline-timeline.ts";
import { predict, type Prediction } from "./predict.ts";

export interface FormatOptions {
  /** The step that is drawn, one of the timeline's. Default: the one of median makespan. */
  step?: number;
  /** Width of the chart, ≥ 1. Default 100. */
  columns?: number;
}

/** Where no step of that number was recorded. */
export class NoSuchStep extends Error {
  override readonly name = "NoSuchStep";
}

/**
 * A run of a pipeline as text: the chart of one step, where the time of that step went, the same over all steps, and the bubble.
 *
 * @throws NoSuchStep
 */
export function formatTimeline(timeline: PipelineTimeline, options: FormatOptions = {}): string {
  const { plan } = timeline;
  const run = analyzeRun(timeline);
  const prediction = predict(plan);
  const shown = options.step === undefined ? run.median : stepOf(run, options.step);
  return [
    titleOf(timeline, run, shown),
    "",
    ...chartOf(timeline, shown, options),
    GANTT_LEGEND,
    "",
    `Step ${shown.step}:`,
    tableOf(shown.workers, plan, prediction),
    "",
    `All ${countSteps(run)}: the median of every time, the sum of bytes, the most stored`,
    tableOf(run.workers, plan, prediction),
    "",
    bubbleLine(run, shown, prediction),
    slowestLine(run, plan),
    ...clockLines(run),
  ].join("\n");
}

/** The chart of the median step and the bubble: what is told at the end of a fit. */
export function formatTimelineShortly(
  timeline: PipelineTimeline,
  { columns }: { columns?: number } = {},
): string {
  const run = analyzeRun(timeline);
  return [
    titleOf(timeline, run, run.median),
    ...chartOf(timeline, run.median, { columns }),
    GANTT_LEGEND,
    bubbleLine(run, run.median, predict(timeline.plan)),
    slowestLine(run, timeline.plan),
    ...clockLines(run),
  ].join("\n");
}

function stepOf({ steps }: RunTimes, step: number): StepTimes {
  const found = steps.find((each) => each.step === step);
  if (found !== undefined) return found;
  const [first, last] = [steps[0]!.step, steps.at(-1)!.step];
  throw new NoSuchStep(
    `Expected a step from ${first} to ${last} that all workers finished, got ${step}; choose another.`,
  );
}

function titleOf({ plan, steps }: PipelineTimeline, run: RunTimes, { step, makespanMs }: StepTimes): string {
  const { schedule, nReplicas, nStages, nRanks, microBatches, chunks } = plan;
  const layout = [
    nReplicas > 1 ? `${nReplicas} replicas of ` : "",
    `${nStages} ${nStages === 1 ? "stage" : "stages"}`,
    nRanks > 1 ? ` of ${nRanks} ranks` : "",
    chunks > 1 ? `, ${chunks} chunks each` : "",
    `, ${microBatches} ${microBatches === 1 ? "micro-batch" : "micro-batches"}`,
  ].join("");
  const which = step === run.median.step ? ", the median one" : "";
  const span = `step ${step} of ${steps[0]!.step}…${steps.at(-1)!.step}${which}`;
  return `${schedule}, ${layout}: ${span}, ${formatMs(makespanMs)} ms from the first forward to the last backward`;
}

function chartOf(
  { plan, steps }: PipelineTimeline,
  { step }: StepTimes,
  { columns = GANTT_COLUMNS }: FormatOptions,
): string[] {
  const drawn: PipelineStep = steps.find((each) => each.step === step)!;
  const { lines, durationMs } = drawGantt(drawn, columns);
  const labels = drawn.workers.map((worker) => `${worker.worker}  ${seatOf(worker, plan)}`);
  const width = Math.max(...labels.map(({ length }) => length));
  const axis = `0${`${formatMs(durationMs)} ms`.padStart(lines[0]!.length - 1)}`;
  return ["", ...labels].map((label, i) => `${label.padEnd(width)}  ${i === 0 ? axis : lines[i - 1]!}`);
}

const HEADINGS = [
  ..."worker seat".split(" "),
  ...["wait", "forward", "backward", "update", "send", "all-reduce"].map((what) => `${what} ms`),
  ..."bytes stored predicted".split(" "),
];
const N_TEXTS = 2;

function tableOf(workers: readonly WorkerTimes[], plan: PipelinePlan, { stored }: Prediction): string {
  const rows = workers.map((times) => {
    const { waitMs, forwardMs, backwardMs, updateMs, sendMs, allReduceMs } = times;
    return [
      times.worker,
      seatOf(times, plan),
      ...[waitMs, forwardMs, backwardMs, updateMs, sendMs, allReduceMs].map(formatMs),
      ...[times.bytes, times.stored, stored[times.stage]!].map(String),
    ];
  });
  return formatTable(HEADINGS, rows, N_TEXTS);
}

/** `stage 1`, and where there are several `replica 0 stage 1 rank 0`. */
function seatOf(
  { replica, stage, rank }: Pick<WorkerTimes, "replica" | "stage" | "rank">,
  { nReplicas, nRanks }: PipelinePlan,
): string {
  return [
    nReplicas > 1 ? `replica ${replica} ` : "",
    `stage ${stage}`,
    nRanks > 1 ? ` rank ${rank}` : "",
  ].join("");
}

/** What is predicted takes equal stages, and messages that take no time. */
function bubbleLine(run: RunTimes, shown: StepTimes, { bubble, formula }: Prediction): string {
  return (
    `bubble predicted ${formatShare(bubble)}, ${formula}; ` +
    `measured ${formatShare(shown.bubble)} in step ${shown.step}, ${formatShare(run.bubble)} in the median of ${countSteps(run)}`
  );
}

function slowestLine({ slowest }: RunTimes, plan: PipelinePlan): string {
  return `slowest ${seatOf(slowest, plan)} (${slowest.worker}): ${formatMs(slowest.busyMs)} ms of computing in a step (median)`;
}

function clockLines({ clocks }: RunTimes): string[] {
  if (clocks === undefined) return [];
  const { behind, ahead, ms } = clocks;
  return [
    `Every worker's times are of its own clock, and that of ${behind} is at least ${formatMs(ms)} ms behind that of ${ahead}: ` +
      "their lines are shifted against each other, and the makespan and the bubble are off by as much.",
  ];
}

function countSteps({ nSteps }: RunTimes): string {
  return `${nSteps} ${nSteps === 1 ? "step" : "steps"}`;
}

function formatMs(ms: number): string {
  return ms.toFixed(3);
}

function formatShare(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
