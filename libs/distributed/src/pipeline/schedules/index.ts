export { diagram } from "./diagram.ts";
export { explainSchedule } from "./explain.ts";
export { pipelineSchedule, SCHEDULE_NAMES, type ScheduleShape } from "./make-schedule.ts";
export { bubbleFormula, predictedBubble } from "./predicted-bubble.ts";
export type { Action, Schedule, ScheduleName } from "./schedule.ts";
export { ScheduleFault, simulate, type Durations, type Simulation, type TimedAction } from "./simulate.ts";
