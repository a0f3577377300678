import type { MergeAnswer, MergeOrder } from "@chimera/distributed";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AnswerError, RequestError } from "../errors/errors.ts";
import { PATHS } from "../paths.ts";
import { jsonBody } from "../wire-body.ts";
import {
  decodeMergeAnswer,
  decodeMergeFit,
  encodeMergeAnswer,
  encodeMergeOrder,
  type MergeAnswerMessage,
  type MergeOrderMessage,
} from "./merge.ts";

/** Every run tests the same cases. */
fc.configureGlobal({ seed: 1 });

/** Finite numbers, for JSON has no others; and it has one zero only. */
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const text = fc.string({ unit: "binary" });
const label = fc.oneof(text, number);
/** What `toState` returns. */
const state = fc.record({
  name: text,
  parameters: fc.record({ a: number, b: fc.boolean(), c: fc.constant(null) }),
  classes: fc.array(label),
  means: fc.array(fc.array(number)),
  parts: fc.array(fc.record({ n: fc.nat(), mean: fc.array(number) })),
});
const orders = fc.record({
  type: fc.constant("fit" as const),
  fitId: text,
  round: fc.integer({ min: 1, max: 9 }),
  columns: fc.array(text),
  classes: fc.option(fc.array(label)),
  seed: fc.nat(),
  merged: fc.array(state),
});

describe("the orders of a merge", () => {
  it("come back from the wire as they were", () => {
    fc.assert(
      fc.property(orders, (order) => {
        const request = encodeMergeOrder(order);
        expect(request.path).toBe(PATHS.merge.fit);
        expect(decodeMergeFit(request)).toEqual(order);
      }),
    );
    expect(encodeMergeOrder({ type: "describe" })).toMatchObject({ path: PATHS.merge.describe, body: "{}" });
  });

  it.each([
    ["a step 0", { round: 0 }, "round"],
    ["half a step", { round: 1.5 }, "round"],
    ["states that are no objects", { merged: [1] }, "merged[0]"],
    ["no columns", { columns: undefined }, "columns"],
  ])("are refused with %s", (_, change, place) => {
    const good = { fitId: "f", round: 1, columns: ["a"], classes: null, seed: 0, merged: [] };
    expect(decodeMergeFit(jsonBody(good))).toEqual({ type: "fit", ...good });
    expect(() => decodeMergeFit(jsonBody({ ...good, ...change }))).toThrow(RequestError);
    expect(() => decodeMergeFit(jsonBody({ ...good, ...change }))).toThrow(place);
  });
});

describe("the answers of a merge", () => {
  it("bring the bits of every number", () => {
    fc.assert(
      fc.property(state, (learnt) => {
        const answer = { type: "state", state: learnt } as const;
        expect(decodeMergeAnswer("fit", encodeMergeAnswer(answer))).toEqual(answer);
      }),
    );
  });

  it("describe the worker", () => {
    const description: MergeAnswerMessage = {
      type: "description",
      task: "classifier",
      steps: [{ name: "GaussianNB", parameters: { varSmoothing: 1e-9 } }],
      columns: ["a"],
      nSamples: 3,
      classes: [0, "x"],
      draws: ["bootstrap"],
      kernel: "typescript",
    };
    expect(decodeMergeAnswer("describe", encodeMergeAnswer(description))).toEqual(description);
  });

  it.each([
    ["fit", { state: [1, 2] }, "state"],
    ["fit", { fit: "ok" }, "state"],
    ["describe", { task: "classifier" }, "steps"],
  ] as const)("to %s are refused as %o", (type, body, place) => {
    expect(() => decodeMergeAnswer(type, jsonBody(body))).toThrow(AnswerError);
    expect(() => decodeMergeAnswer(type, jsonBody(body))).toThrow(place);
  });

  it("have the types of the algorithm, checked when this file is compiled", () => {
    const toWire: (order: MergeOrder) => MergeOrderMessage = (order) => order;
    const fromWire: (order: MergeOrderMessage) => MergeOrder = (order) => order;
    const answerToWire: (answer: MergeAnswer) => MergeAnswerMessage = (answer) => answer;
    const answerFromWire: (answer: MergeAnswerMessage) => MergeAnswer = (answer) => answer;
    const order: MergeOrder = { type: "describe" };
    expect(fromWire(toWire(order))).toBe(order);
    const answer: MergeAnswer = { type: "state", state: {} };
    expect(answerFromWire(answerToWire(answer))).toBe(answer);
  });
});
