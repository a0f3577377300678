import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  diagram,
  explainSchedule,
  pipelineSchedule,
  predictedBubble,
  ScheduleFault,
  simulate,
  type Schedule,
  type ScheduleName,
} from "./index.ts";

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);
const SHAPES = range(1, 6).flatMap((p) => range(1, 12).map((m) => [p, m] as const));

describe.each<ScheduleName>(["naive", "gpipe", "1f1b"])("%s", (name) => {
  test.each(SHAPES)(
    "with %d stages and %d micro-batches comes to its end with the bubble of the formula",
    (nStages, nMicroBatches) => {
      const schedule = pipelineSchedule(name, { nStages, nMicroBatches });
      for (const backward of [1, 2]) {
        expect(simulate(schedule, { backward }).bubble).toBeCloseTo(predictedBubble(schedule), 12);
      }
    },
  );

  test.each(SHAPES)("with %d stages and %d micro-batches stores what it is known for", (p, m) => {
    const { peakStored } = simulate(pipelineSchedule(name, { nStages: p, nMicroBatches: m }));
    const most = { naive: () => 1, gpipe: () => m, "1f1b": (s: number) => Math.min(p - s, m) };
    expect(peakStored).toEqual(range(0, p - 1).map(most[name as keyof typeof most]));
  });
});

describe("interleaved", () => {
  const shapes = [2, 3, 4].flatMap((p) =>
    [1, 2, 3].flatMap((g) => [2, 3].map((v) => [p, g * p, v] as const)),
  );

  test.each(shapes)(
    "with %d stages, %d micro-batches and %d chunks comes to its end with the bubble of the formula",
    (nStages, nMicroBatches, nChunks) => {
      const schedule = pipelineSchedule("interleaved", { nStages, nMicroBatches, nChunks });
      for (const backward of [1, 2]) {
        expect(simulate(schedule, { backward }).bubble).toBeCloseTo(predictedBubble(schedule), 12);
      }
    },
  );
});

test("a step of two stages and two micro-batches, worked by hand", () => {
  const { timed, makespan, bubble } = simulate(pipelineSchedule("1f1b", { nStages: 2, nMicroBatches: 2 }));
  const times = timed.map((list) =>
    list.map(({ type, microBatch, start, end }) => [type[0], microBatch, start, end]),
  );
  expect(times).toEqual([
    [
      ["f", 0, 0, 1],
      ["f", 1, 1, 2],
      ["b", 0, 4, 6],
      ["b", 1, 7, 9],
    ],
    [
      ["f", 0, 1, 2],
      ["b", 0, 2, 4],
      ["f", 1, 4, 5],
      ["b", 1, 5, 7],
    ],
  ]);
  expect(makespan).toBe(9);
  expect(bubble).toBeCloseTo(1 / 3, 12);
});

test("messages that take time make the bubble larger", () => {
  const schedule = pipelineSchedule("gpipe", { nStages: 3, nMicroBatches: 4 });
  expect(simulate(schedule, { message: 0.5 }).bubble).toBeGreaterThan(simulate(schedule).bubble);
});

test("whatever the times are, nothing starts before what it needs", () => {
  const time = fc.double({ min: 0.01, max: 5, noNaN: true });
  const shape = fc.record({
    name: fc.constantFrom<ScheduleName>("naive", "gpipe", "1f1b", "interleaved"),
    nStages: fc.integer({ min: 2, max: 5 }),
    groups: fc.integer({ min: 1, max: 3 }),
  });
  fc.assert(
    fc.property(shape, time, time, time, ({ name, nStages, groups }, forward, backward, message) => {
      const schedule = pipelineSchedule(name, { nStages, nMicroBatches: groups * nStages });
      const { timed } = simulate(schedule, { forward, backward, message });
      const endOf = (type: string, j: number, k: number) =>
        timed[k % nStages].find(
          (a) => a.type === type && a.microBatch === j && a.chunk === Math.floor(k / nStages),
        )!.end;
      timed.forEach((list, s) =>
        list.forEach(({ type, microBatch: j, chunk, start }, i) => {
          const k = chunk * nStages + s;
          if (i > 0) expect(start).toBeGreaterThanOrEqual(list[i - 1].end);
          if (type === "forward" && k > 0)
            expect(start).toBeGreaterThanOrEqual(endOf("forward", j, k - 1) + message);
          if (type === "backward") expect(start).toBeGreaterThanOrEqual(endOf("forward", j, k));
          if (type === "backward" && k < nStages * schedule.nChunks - 1)
            expect(start).toBeGreaterThanOrEqual(endOf("backward", j, k + 1) + message);
        }),
      );
    }),
  );
});

describe("a broken schedule is told apart", () => {
  const good = pipelineSchedule("gpipe", { nStages: 2, nMicroBatches: 2 });
  const withActions = (
    s: number,
    change: (list: Schedule["actions"][number]) => Schedule["actions"][number],
  ): Schedule => ({
    ...good,
    actions: good.actions.map((list, i) => (i === s ? change(list) : list)),
  });

  test.each<[string, Schedule, RegExp]>([
    [
      "a missing action",
      withActions(1, (list) => list.slice(1)),
      /^Expected forwards of micro-batches 0…1 in this order for chunk 0 of worker 1, got \[1\]\.$/,
    ],
    ["an action that comes twice", withActions(0, (list) => [list[0], ...list]), /got \[0, 0, 1\]/],
    [
      "backwards before forwards",
      withActions(1, (list) => [...list.slice(2), ...list.slice(0, 2)]),
      /^Worker 0 waits forever to do the backward of micro-batch 0/,
    ],
    ["another order of micro-batches", withActions(0, ([a, b, ...rest]) => [b, a, ...rest]), /got \[1, 0\]/],
    ["a worker too few", { ...good, actions: good.actions.slice(1) }, /Expected actions of 2 workers, got 1/],
    [
      "a chunk that is not there",
      withActions(0, (list) => [...list, { type: "forward", microBatch: 0, chunk: 1 }]),
      /chunks that it does not hold/,
    ],
  ])("%s", (_, schedule, message) => {
    expect(() => simulate(schedule)).toThrow(ScheduleFault);
    expect(() => simulate(schedule)).toThrow(message);
  });
});

test.each<[ScheduleName, Parameters<typeof pipelineSchedule>[1], RegExp]>([
  ["gpipe", { nStages: 0, nMicroBatches: 1 }, /^stages must be an integer ≥ 1/],
  ["1f1b", { nStages: 1, nMicroBatches: 1.5 }, /^microBatches must be an integer ≥ 1/],
  ["1f1b", { nStages: 2, nMicroBatches: 2, nChunks: 2 }, /^chunks must be 1 for 1f1b/],
  ["interleaved", { nStages: 1, nMicroBatches: 2 }, /^stages must be at least 2 for interleaved/],
  ["interleaved", { nStages: 2, nMicroBatches: 3 }, /^microBatches must be a multiple of stages \(2\)/],
  [
    "zigzag" as ScheduleName,
    { nStages: 2, nMicroBatches: 3 },
    /^schedule must be one of naive, gpipe, 1f1b, interleaved/,
  ],
])("%s of %j is refused", (name, shape, message) => {
  expect(() => pipelineSchedule(name, shape)).toThrow(message);
});

test("the diagram of 1F1B on three stages", () => {
  expect(diagram(simulate(pipelineSchedule("1f1b", { nStages: 3, nMicroBatches: 3 })))).toEqual([
    "F0F1F2········B0──··B1──··B2──",
    "··F0F1····B0──F2B1──··B2──····",
    "····F0B0──F1B1──F2B2──········",
  ]);
});

test("an explanation says the bubble and what is stored", () => {
  const text = explainSchedule("1f1b", { nStages: 4, nMicroBatches: 8 });
  expect(text).toContain("27.3 % of the workers' time; (p − 1) / (m + p − 1) = 27.3 %");
  expect(text).toContain("worker 1: 4, worker 2: 3, worker 3: 2, worker 4: 1 micro-batches' activations");
});
