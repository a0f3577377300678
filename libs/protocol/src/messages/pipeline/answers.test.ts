import type { PipelineAnswer } from "@chimera/distributed";
import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { AnswerError } from "../../errors/errors.ts";
import { encodeTensors } from "../../tensors/encode.ts";
import { TENSORS_TYPE, type Tensor } from "../../tensors/tensor.ts";
import { jsonBody, textOf, type WireBody } from "../../wire-body.ts";
import { decodePipelineAnswer, encodePipelineAnswer } from "./answers.ts";
import type { PipelineOrderType } from "./orders.ts";
import { answers } from "./testing/arbitraries.ts";
import { faultsOf, refusalOf, requireRefusals } from "./testing/malformed.ts";

/** Every run tests the same cases. */
fc.configureGlobal({ seed: 1 });

const TYPES = Object.keys(answers) as PipelineOrderType[];
const { describe: descriptions, measure: times, ...others } = answers;
const tensors = (named: Record<string, Tensor>, facts: Record<string, unknown>): WireBody => ({
  contentType: TENSORS_TYPE,
  body: encodeTensors(named, facts),
});
const vector = (...numbers: number[]): Tensor => ({
  shape: [numbers.length],
  data: Float64Array.from(numbers),
});

const facts = {
  loss: 0.5,
  nRows: 20,
  squaredUpdate: 1e-3,
  fingerprint: "abc",
  parts: [{ steps: 4, nBuffers: 1 }],
};
const rowOf = (code: number): number[] => [3, code, 0, 0, 0.5, 1e12, 2, 0.25, 1, 64, 1];
const timeline = (...codes: number[]): Tensor => ({
  shape: [codes.length, 11],
  data: Float64Array.from(codes.flatMap(rowOf)),
});
const complete = {
  timeline: timeline(0, 1, 2, 3),
  "0.parameters": vector(1, 2),
  "0.statistics": vector(),
  "0.optimizer.0": vector(3, 4),
};

describe("the answers of a pipeline", () => {
  it.each(TYPES)("come back from the wire as they were: to %s", (type) => {
    fc.assert(
      fc.property(answers[type], (sent) => {
        expect(decodePipelineAnswer(type, encodePipelineAnswer(sent))).toEqual(sent);
      }),
    );
  });

  it("have the types of the algorithm, checked when this file is compiled", () => {
    const sent: PipelineAnswer = { type: "abandoned" };
    const received: PipelineAnswer = decodePipelineAnswer("abandon", encodePipelineAnswer(sent));
    expect(received).toEqual(sent);
  });
});

describe.each([
  ["describe", ...fc.sample(descriptions, { numRuns: 1, seed: 2 })],
  ["measure", ...fc.sample(times, { numRuns: 1, seed: 2 })],
  ["prepare", { type: "prepared" }],
  ["abandon", { type: "abandoned" }],
  ["train", { type: "diverged", step: 3, what: "the loss became Infinity" }],
] as [PipelineOrderType, PipelineAnswer][])("an answer to %s that does not fit", (type, answer) => {
  const good = JSON.parse(textOf(encodePipelineAnswer(answer))) as object;
  test("is refused with the place, whichever field it is", () => {
    const faults = faultsOf(good);
    expect(faults.length).toBeGreaterThanOrEqual(2 * Object.keys(good).length);
    for (const [place, instead, body] of faults) {
      const { message } = refusalOf(AnswerError, () => decodePipelineAnswer(type, jsonBody(body)));
      const text = `The answer does not fit the protocol: ${place}`;
      expect(message.slice(0, text.length), `${place} is ${instead}`).toBe(text);
    }
  });

  test.each(["", "<html>", "null"])("is refused as %j", (body) => {
    refusalOf(AnswerError, () => decodePipelineAnswer(type, { contentType: "", body }));
  });
});

describe("of answers with tensors", () => {
  test("the whole is taken", () => {
    const { records, states } = decodePipelineAnswer("train", tensors(complete, facts)) as PipelineAnswer & {
      type: "trained";
    };
    expect(records.map(({ type }) => type)).toEqual(["forward", "backward", "all-reduce", "update"]);
    expect(states).toMatchObject([{ weights: { parameters: Float64Array.of(1, 2) } }]);
  });

  test("the states of as many parts as a worker may have travel in one answer", () => {
    const one = { weights: { parameters: Float64Array.of(1), statistics: Float64Array.of(2) } };
    const optimizer = { step: 1, buffers: [Float64Array.of(3), Float64Array.of(4)] };
    const states = Array.from({ length: 60 }, () => ({ ...one, optimizer }));
    const scaling = { mean: Float64Array.of(0), scale: Float64Array.of(1) };
    const round = { loss: 0.5, nRows: 20, squaredUpdate: 1e-3, fingerprint: "abc" };
    const answer: PipelineAnswer = { type: "trained", ...round, records: [], states, scaling };
    expect(decodePipelineAnswer("train", encodePipelineAnswer(answer))).toEqual(answer);
  });

  test.each(Object.keys(complete))("a missing %s is refused by its name", (missing) => {
    const rest = Object.fromEntries(Object.entries(complete).filter(([name]) => name !== missing));
    const { message } = refusalOf(AnswerError, () => decodePipelineAnswer("train", tensors(rest, facts)));
    expect(message).toBe(
      `Expected a tensor ${missing} of float64 or float32, got none among [${Object.keys(rest).join(", ")}].`,
    );
  });

  test("facts that do not fit are refused with the place, whichever it is", () => {
    for (const [place, instead, changed] of faultsOf(facts)) {
      // An answer may come without weights.
      if (place === "parts" && instead === "nothing") continue;
      const body = tensors(complete, changed as Record<string, unknown>);
      const { message } = refusalOf(AnswerError, () => decodePipelineAnswer("train", body));
      const dotted = place.replaceAll(/\[(\d+)\]/g, ".$1");
      expect(message, `${place} is ${instead}`).toContain(`does not fit: body.${dotted}`);
    }
  });

  test.each<[string, Tensor, string]>([
    [
      "of other columns",
      { shape: [2, 2], data: new Float64Array(4) },
      "Expected n × 11 numbers as timeline, got [2, 2].",
    ],
    ["of one axis", vector(1, 2), "Expected n × 11 numbers as timeline, got [2]."],
    ["with an unknown action", timeline(0, 4), "Expected an action 0…3 in row 1 of the timeline, got 4."],
    ["with half an action", timeline(0.5), "Expected an action 0…3 in row 0 of the timeline, got 0.5."],
  ])("a timeline %s is refused", (_, odd, text) => {
    const body = tensors({ ...complete, timeline: odd }, facts);
    expect(refusalOf(AnswerError, () => decodePipelineAnswer("train", body)).message).toBe(text);
  });

  test.each<[string, Record<string, Tensor>, string]>([
    ["without deviations", { mean: vector(1) }, "scale"],
    ["without means", { scale: vector(1) }, "mean"],
    ["of whole numbers", { mean: vector(1), scale: { shape: [1], data: Int32Array.of(1) } }, "scale"],
  ])("a scaling %s is refused", (_, scaling, place) => {
    const body = tensors({ ...complete, ...scaling }, facts);
    const { message } = refusalOf(AnswerError, () => decodePipelineAnswer("train", body));
    expect(message).toContain(`Expected a tensor ${place} of float64`);
  });

  test("outputs of whole numbers are refused", () => {
    const body = tensors({ outputs: { shape: [1, 1], data: Int32Array.of(1) } }, {});
    const { message } = refusalOf(AnswerError, () => decodePipelineAnswer("predict", body));
    expect(message).toBe("Expected a tensor outputs of float64 or float32, got one of int32.");
  });

  test.each(["train", "predict"] as const)(
    "a damaged answer to %s is read, or refused in a sentence",
    (type) => {
      const bodies = fc
        .sample(others[type], { numRuns: 5, seed: 4 })
        .map((answer) => encodePipelineAnswer(answer));
      requireRefusals(AnswerError, bodies, (body) => decodePipelineAnswer(type, body));
    },
  );
});
