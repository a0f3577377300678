import { expect, test } from "vitest";
import { scheduleByName, type ScheduleName } from "./schedules.ts";

test("constant stays, invscaling falls with the fourth root of the rows seen", () => {
  expect(scheduleByName("constant")(0.1, 1_000_000)).toBe(0.1);
  expect(scheduleByName("invscaling")(0.1, 1)).toBe(0.1);
  expect(scheduleByName("invscaling")(0.1, 16)).toBeCloseTo(0.05, 15);
});

test("an unknown schedule is refused with the known names", () => {
  expect(() => scheduleByName("adaptive" as ScheduleName)).toThrow(
    'rate must be one of constant, invscaling, got "adaptive".',
  );
});
