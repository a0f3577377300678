export {
  createSchedule,
  type Schedule,
  type ScheduleName,
  type ScheduleOptions,
  type ScheduleState,
} from "./schedules.ts";
