export { pipelineSchedule, type ScheduleShape } from "./make-schedule.ts";
export type { Action, Schedule, ScheduleName } from "./schedule.ts";
