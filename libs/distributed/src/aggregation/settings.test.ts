import { ParameterError } from "@chimera/algorithms";
import { expect, test } from "vitest";
import type { Fleet } from "../coordinator/fleet.ts";
import { resolveEnsemble } from "./settings.ts";
import { weighMembers } from "./weigh-members.ts";

/** What a JavaScript user can write, whatever the types say. */
const any = (value: unknown): never => value as never;

test("the defaults are those of the original: a plain mean", () => {
  expect(resolveEnsemble("regressor", {})).toEqual({
    task: "regressor",
    seed: 0,
    voting: "soft",
    weighting: "uniform",
  });
});

test.each([
  [any("ranker"), {}, "task must be one of classifier, regressor"],
  ["classifier" as const, { seed: -1 }, "seed must be an integer ≥ 0, got -1."],
  ["classifier" as const, { voting: any("loud") }, 'voting must be one of soft, hard, got "loud".'],
  [
    "classifier" as const,
    { weighting: any("rows") },
    'weighting must be one of uniform, samples, got "rows".',
  ],
  [
    "regressor" as const,
    { voting: "hard" as const },
    'voting must be soft for a regressor: numbers have a mean, but no majority, got "hard".',
  ],
])("%s with %o is refused by name", (task, options, message) => {
  expect(() => resolveEnsemble(task, options)).toThrow(ParameterError);
  expect(() => resolveEnsemble(task, options)).toThrow(message);
});

test("a worker that tells no sample count makes all weigh alike, and it is said", () => {
  const fleet: Fleet = [
    { name: "old", state: "ok", nSamples: null, rounds: 1 },
    { name: "worker2", state: "ok", nSamples: 40, rounds: 1 },
    { name: "worker3", state: "failed", nSamples: 40, rounds: 0 },
  ];
  expect(weighMembers(fleet, "samples")).toEqual({
    weights: new Map([
      ["old", 1],
      ["worker2", 1],
    ]),
    note: "old did not tell a sample count: all workers weigh alike in the mean.",
  });
  expect(weighMembers(fleet.slice(1), "samples")).toEqual({
    weights: new Map([["worker2", 40]]),
    note: undefined,
  });
});
