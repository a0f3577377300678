import {
  DecisionTreeClassifier,
  DummyRegressor,
  GaussianNB,
  matrix,
  NearestCentroid,
  ParameterError,
  Pipeline,
  SimpleImputer,
  StandardScaler,
  type PlainData,
} from "@chimera/algorithms";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DRAW_DEFAULTS } from "../aggregation/draw-options.ts";
import { madeData } from "../testing/made-data.ts";
import { openPoll } from "../coordinator/poll.ts";
import { mergeCoordinator } from "./coordinator.ts";
import type { MergeAnswer, MergeOrder } from "./messages.ts";
import { mergeParticipant } from "./participant.ts";
import { sameJson } from "./same-json.ts";
import { requireMerge, roundsOf, unfittedCopy } from "./rounds.ts";

fc.configureGlobal({ seed: 1 });

describe("the same once they have travelled as JSON", () => {
  test("are a value and its copy, whatever the order of keys, and a value without what is undefined", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse());
        expect(sameJson(value, JSON.parse(JSON.stringify(turned)))).toBe(true);
        expect(sameJson({ ...value, more: undefined }, { ...value, more: undefined })).toBe(true);
      }),
    );
    expect(sameJson({ a: 1, b: undefined }, { a: 1 })).toBe(true);
  });

  test("are not values that differ, in depth or in type", () => {
    expect(sameJson({ a: [1, { b: 2 }] }, { a: [1, { b: 3 }] })).toBe(false);
    expect(sameJson({ a: 1 }, { a: "1" })).toBe(false);
    expect(sameJson([1, 2], [2, 1])).toBe(false);
    expect(sameJson(undefined, null)).toBe(false);
  });
});

test("a copy has the parameters, and has learnt nothing", () => {
  const data = madeData("classifier", 20, 2);
  const fitted = new NearestCentroid({ shrinkThreshold: 1 }).fit(data.X, data.y);
  const copy = unfittedCopy(fitted);
  expect(copy.getParams()).toEqual({ metric: "euclidean", shrinkThreshold: 1 });
  expect(() => copy.toState()).toThrow("not fitted yet");
  expect(fitted.toState()).toMatchObject({ nFeatures: 2 });
});

test("a learner without merge is refused with what to do", () => {
  expect(() => requireMerge(new DummyRegressor())).not.toThrow();
  expect(() => requireMerge(new DecisionTreeClassifier())).toThrow(ParameterError);
  expect(() => requireMerge(new DecisionTreeClassifier())).toThrow(
    "DecisionTreeClassifier has no sufficient statistics that merge. Leave combine and estimator out to predict the mean of the workers' models instead",
  );
  const rounds = roundsOf(new DecisionTreeClassifier());
  expect(() => rounds.merge(0, [{}])).toThrow("estimator must have merge(states)");
});

test("in a later step too, a state of another width is its worker's fault", () => {
  const { X, y, columns } = madeData("classifier", 20, 2);
  const rounds = roundsOf(new Pipeline([new SimpleImputer({ addIndicator: true }), new GaussianNB()]));
  X.data[0] = NaN;
  const merged = [rounds.merge(0, [rounds.fit([], X, y, {})])];
  const master = mergeCoordinator({ task: "classifier", fitId: "f", seed: 0, workers: ["worker1"], rounds });
  const poll = openPoll<MergeAnswer>(["worker1"]);
  const fitting = { phase: "fitting" as const, fleet: [], poll, round: 2, merged, columns, classes: [0, 1] };
  const answer = (state: PlainData) => master.faultOf(fitting, { type: "state", state });
  expect(answer(rounds.fit(merged, X, y, {}))).toBeUndefined();
  // Two columns, and one more that tells where the first is missing.
  expect(answer(new GaussianNB().fit(matrix(20, 2), y).toState())).toBe(
    "Its state of a GaussianNB has the nFeatures 2, expected 3.",
  );
});

describe("a worker", () => {
  const data = madeData("classifier", 20, 2);
  const shard = { name: "worker1", estimator: new NearestCentroid(), drawing: DRAW_DEFAULTS, ...data };
  const order: MergeOrder = {
    type: "fit",
    fitId: "f",
    round: 1,
    columns: data.columns,
    classes: [0, 1],
    seed: 0,
    merged: [],
  };

  test("answers the same when an order is repeated, and leaves its own estimator unfitted", () => {
    const estimator = new Pipeline([new StandardScaler(), new NearestCentroid()]);
    const participant = mergeParticipant({ ...shard, estimator });
    const { state } = participant.answer(order) as { state: Record<string, unknown> };
    const second: MergeOrder = { ...order, round: 2, merged: [state] };
    expect(participant.answer(second)).toEqual(participant.answer(second));
    expect(() => estimator.toState()).toThrow("not fitted yet");
    mergeParticipant(shard).answer(order);
    expect(() => shard.estimator.toState()).toThrow("not fitted yet");
  });

  test.each<[string, Partial<MergeOrder>, string]>([
    [
      "a step it has not",
      { round: 2, merged: [{}] },
      "Expected one of steps 1 to 1 with the merged states before it",
    ],
    ["a step without those before it", { merged: [{}] }, "got step 1 with 1"],
    ["other columns", { columns: ["x0", "z"] }, "Expected the columns of"],
  ])("refuses %s", (_, change, message) => {
    const participant = mergeParticipant(shard);
    expect(() => participant.answer({ ...order, ...change } as MergeOrder)).toThrow(message);
  });
});
