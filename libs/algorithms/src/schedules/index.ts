export {
  createSchedule,
  type Schedule,
  type ScheduleName,
  type ScheduleOptions,
  type ScheduleState,
} from "./schedules.ts";
export { checkStepSizes, stepSizeAt, type StepScheduleName, type StepSizes } from "./step-sizes.ts";
