import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createSchedule } from "./schedules.ts";
import { checkStepSizes, stepSizeAt, type StepScheduleName, type StepSizes } from "./step-sizes.ts";

fc.configureGlobal({ seed: 1 });

const sizes: StepSizes = {
  schedule: "constant",
  eta0: 0.8,
  nSteps: 8,
  warmupSteps: 0,
  powerT: 0.5,
  gamma: 0.5,
  decaySteps: 2,
  etaMin: 0,
};
const all = (given: Partial<StepSizes>): number[] => {
  const whole = { ...sizes, ...given };
  return Array.from({ length: whole.nSteps }, (_, i) => stepSizeAt(whole, i + 1));
};
const closeTo = (values: number[]) => values.map((value) => expect.closeTo(value, 14) as number);

describe("step sizes, worked by hand", () => {
  test.each<[StepScheduleName, Partial<StepSizes>, number[]]>([
    ["constant", {}, [0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8]],
    ["invscaling", { nSteps: 4 }, [0.8, 0.8 / Math.SQRT2, 0.8 / Math.sqrt(3), 0.4]],
    ["step", {}, [0.8, 0.8, 0.4, 0.4, 0.2, 0.2, 0.1, 0.1]],
    ["step", { decaySteps: 1.5, nSteps: 5 }, [0.8, 0.8, 0.4, 0.2, 0.2]],
    ["exponential", { nSteps: 5 }, [0.8, 0.8 * Math.SQRT1_2, 0.4, 0.4 * Math.SQRT1_2, 0.2]],
    ["cosine", { nSteps: 4 }, [0.8, 0.4 + 0.4 * Math.SQRT1_2, 0.4, 0.4 - 0.4 * Math.SQRT1_2]],
    ["cosine", { nSteps: 2, etaMin: 0.2 }, [0.8, 0.5]],
    ["cosine", { nSteps: 1 }, [0.8]],
  ])("%s %j", (schedule, given, expected) => {
    expect(all({ schedule, ...given })).toEqual(closeTo(expected));
  });

  test("a warm-up grows to η₀, and the schedule begins behind it", () => {
    expect(all({ warmupSteps: 4 })).toEqual(closeTo([0.2, 0.4, 0.6, 0.8, 0.8, 0.8, 0.8, 0.8]));
    const after = all({ schedule: "cosine", nSteps: 4 });
    expect(all({ schedule: "cosine", warmupSteps: 4 }).slice(4)).toEqual(after);
  });

  test("invscaling is that of the other schedules, bit for bit", () => {
    const { rate, init } = createSchedule("invscaling", { eta0: 0.8, powerT: 0.25 });
    const expected = Array.from({ length: 8 }, (_, i) => rate(init(), i + 1));
    expect(all({ schedule: "invscaling", powerT: 0.25 })).toEqual(expected);
  });
});

const anySizes: fc.Arbitrary<StepSizes> = fc
  .record({
    schedule: fc.constantFrom<StepScheduleName>("constant", "invscaling", "step", "exponential", "cosine"),
    eta0: fc.double({ min: 1e-6, max: 10, noNaN: true }),
    nSteps: fc.integer({ min: 1, max: 60 }),
    warmup: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    powerT: fc.double({ min: 0, max: 2, noNaN: true }),
    gamma: fc.double({ min: 0.01, max: 1, noNaN: true }),
    decaySteps: fc.double({ min: 0.5, max: 100, noNaN: true }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ warmup, share, ...given }) => ({
    ...given,
    warmupSteps: Math.floor(warmup * given.nSteps),
    etaMin: share * given.eta0,
  }));

test("they rise to η₀ in the warm-up, never rise after it, and never leave 0…η₀", () => {
  fc.assert(
    fc.property(anySizes, (given) => {
      const { eta0, warmupSteps: W } = given;
      const etas = all(given);
      checkStepSizes(given);
      expect(etas.every((eta) => eta > 0 && eta <= eta0 * (1 + 1e-12))).toBe(true);
      expect(etas[W]).toBeCloseTo(eta0, 12);
      for (let i = 1; i < etas.length; i++) {
        if (i < W) expect(etas[i]).toBeGreaterThan(etas[i - 1]);
        if (i > W) expect(etas[i]).toBeLessThanOrEqual(etas[i - 1] * (1 + 1e-12));
      }
    }),
  );
});

test.each<[Partial<StepSizes>, string]>([
  [
    { schedule: "fast" as StepScheduleName },
    "schedule must be one of constant, invscaling, step, exponential, cosine",
  ],
  [{ eta0: 0 }, "eta0 must be a finite number > 0, got 0."],
  [{ nSteps: 0 }, "nSteps must be an integer ≥ 1, got 0."],
  [{ warmupSteps: 1.5 }, "warmupSteps must be an integer ≥ 0, got 1.5."],
  [{ warmupSteps: 8 }, "warmupSteps must be below nSteps, 8, got 8."],
  [{ powerT: Infinity }, "powerT must be a finite number"],
  [{ decaySteps: 0 }, "decaySteps must be a finite number > 0, got 0."],
  [{ gamma: 0 }, "gamma must be a number above 0 and at most 1, got 0."],
  [{ gamma: 1.1 }, "gamma must be a number above 0 and at most 1, got 1.1."],
  [{ gamma: NaN }, "gamma must be"],
  [{ etaMin: 0.9 }, "etaMin must be a number from 0 to the first step size, 0.8, got 0.9."],
  [
    { schedule: "exponential", gamma: 1e-300, decaySteps: 1 },
    "schedule must have a finite step size > 0 at step 8, the last, got 0.",
  ],
  [
    { schedule: "invscaling", powerT: -2000 },
    "schedule must have a finite step size > 0 at step 8, the last, got Infinity.",
  ],
])("%j is refused", (given, message) => {
  expect(() => checkStepSizes({ ...sizes, ...given })).toThrow(message);
});
