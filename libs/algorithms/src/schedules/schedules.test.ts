import { describe, expect, test } from "vitest";
import { ParameterError } from "../errors.ts";
import { logLoss } from "../losses/log-loss.ts";
import { createSchedule, type ScheduleName, type ScheduleOptions } from "./schedules.ts";

const rates = (name: ScheduleName, options: ScheduleOptions, steps: number[]) => {
  const schedule = createSchedule(name, options);
  return steps.map((t) => schedule.rate(schedule.init(), t));
};

describe("step sizes", () => {
  test("constant stays", () => {
    expect(rates("constant", { eta0: 0.1 }, [1, 1_000_000])).toEqual([0.1, 0.1]);
  });

  test("invscaling falls with a power of the steps, by default the fourth root", () => {
    const [first, later] = rates("invscaling", { eta0: 0.1 }, [1, 16]);
    expect(first).toBe(0.1);
    expect(later).toBeCloseTo(0.05, 15);
    expect(rates("invscaling", { eta0: 0.1, powerT: 0.5 }, [16])[0]).toBeCloseTo(0.025, 15);
  });

  test("optimal begins with a typical weight, α^(−1/4), and falls as 1 / (α t)", () => {
    const alpha = 1e-4;
    const [first, later, far] = rates("optimal", { eta0: 0, alpha, loss: logLoss }, [1, 1001, 1e12]);
    expect(first).toBeCloseTo(10, 9);
    expect(later).toBeCloseTo(1 / (alpha * (1000 + 1000)), 9);
    expect(far * alpha * 1e12).toBeCloseTo(1, 6);
  });

  test("optimal begins with a smaller step where the loss is steeper than 1 at a typical weight", () => {
    const steep = { ...logLoss, derivative: () => 4 };
    expect(rates("optimal", { eta0: 0, alpha: 1e-4, loss: steep }, [1])[0]).toBeCloseTo(2.5, 9);
  });

  test("adaptive stays until it is told to slow down: a fifth each time, down to 1e-6", () => {
    const schedule = createSchedule("adaptive", { eta0: 0.01 });
    const state = schedule.init();
    expect(schedule.rate(state, 5)).toBe(0.01);
    let slowed = 0;
    while (schedule.slowDown(state)) slowed += 1;
    expect(slowed).toBe(6);
    expect(schedule.rate(state, 9)).toBeCloseTo(0.01 / 5 ** 6, 18);
    expect(schedule.rate(JSON.parse(JSON.stringify(state)) as { eta: number }, 9)).toBe(state.eta);
    expect(schedule.rate(schedule.init(), 9)).toBe(0.01);
  });

  test.each(["constant", "optimal", "invscaling"] as const)("%s has no slower step to offer", (name) => {
    const schedule = createSchedule(name, { eta0: 0.1, alpha: 1 });
    expect(schedule.slowDown(schedule.init())).toBe(false);
  });
});

test("what does not fit is refused", () => {
  expect(() => createSchedule("fast" as ScheduleName, { eta0: 1 })).toThrow(
    'schedule must be one of constant, optimal, invscaling, adaptive, got "fast".',
  );
  expect(() => createSchedule("constant", { eta0: 0 })).toThrow("eta0 must be a finite number > 0, got 0.");
  expect(() => createSchedule("optimal", { eta0: 0, alpha: 0 })).toThrow(
    /^alpha must be .*optimal.* got 0\.$/,
  );
  expect(() => createSchedule("invscaling", { eta0: 1, powerT: NaN })).toThrow(ParameterError);
});
