export { analyzeRun, type RunTimes } from "./analyze-run.ts";
export { analyzeStep, type StepTimes, type WorkerTimes } from "./analyze-step.ts";
export { clockDisagreement, type ClockDisagreement } from "./clock-disagreement.ts";
export { collectTimeline, type CollectOptions, type TimelineCollector } from "./collect-timeline.ts";
export { drawGantt, type Gantt } from "./draw-gantt.ts";
export { formatTimeline, formatTimelineShortly, NoSuchStep, type FormatOptions } from "./format-timeline.ts";
export { predict, type Prediction } from "./predict.ts";
export type { PipelinePlan, PipelineStep, PipelineTimeline, WorkerStep } from "./pipeline-timeline.ts";
