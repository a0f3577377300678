import type { AggregationAnswer, AggregationOrder } from "@chimera/distributed";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AnswerError, RequestError } from "../errors/errors.ts";
import { PATHS } from "../paths.ts";
import { encodeTensors } from "../tensors/encode.ts";
import { TENSORS_TYPE } from "../tensors/tensor.ts";
import { jsonBody, type WireBody } from "../wire-body.ts";
import {
  decodeAggregationAnswer,
  decodeModelFit,
  decodeModelPredict,
  encodeAggregationAnswer,
  encodeAggregationOrder,
  type AggregationAnswerMessage,
  type AggregationOrderMessage,
} from "./aggregation.ts";
import type { MatrixMessage } from "./matrix-body.ts";
import { encodePredictMatrix } from "./predict.ts";

/** Every run tests the same cases. */
fc.configureGlobal({ seed: 1 });

const matrix: fc.Arbitrary<MatrixMessage> = fc
  .tuple(fc.nat({ max: 5 }), fc.nat({ max: 5 }))
  .chain(([nRows, nColumns]) =>
    fc
      .array(fc.double(), { minLength: nRows * nColumns, maxLength: nRows * nColumns })
      .map((values) => ({ nRows, nColumns, data: Float64Array.from(values) })),
  );
const X: MatrixMessage = { nRows: 2, nColumns: 2, data: Float64Array.of(1, 2, 3, 4) };
const tensorsBody = (body: Uint8Array): WireBody => ({ contentType: TENSORS_TYPE, body });

describe("the orders of the aggregation", () => {
  it("send rows as tensors and read them back bit for bit", () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), matrix, (fitId, columns, X) => {
        const order = { type: "predict", fitId, columns, X } as const;
        expect(decodeModelPredict(encodeAggregationOrder(order))).toEqual(order);
      }),
    );
  });

  it("go to the paths of the model worker", () => {
    const fit = { type: "fit", fitId: "f", classes: ["a", "b"], seed: 7 } as const;
    const orders: AggregationOrderMessage[] = [
      { type: "describe" },
      { ...fit, classes: [...fit.classes] },
      { type: "predict", fitId: "f", columns: [], X },
    ];
    const requests = orders.map(encodeAggregationOrder);
    expect(requests.map(({ path }) => path)).toEqual([
      PATHS.model.describe,
      PATHS.model.fit,
      PATHS.model.predict,
    ]);
    expect(decodeModelFit(requests[1])).toEqual(fit);
  });

  it("know the bare fit of chimera 0.1", () => {
    expect(decodeModelFit({ contentType: "", body: "" })).toBeNull();
    expect(decodeModelFit({ contentType: "application/json", body: "null" })).toBeNull();
    expect(() => decodeModelFit(jsonBody({ fitId: "f" }))).toThrow(RequestError);
  });

  it("leave the rows of a client alone", () => {
    const input = { X_pred_columns: ["a"], X_pred_rows: [[1], ["2"], [true]] };
    expect(decodeModelPredict(jsonBody(input))).toBeNull();
    expect(decodeModelPredict(encodePredictMatrix(["a", "b"], X))).toBeNull();
  });

  it.each([
    ["damaged bytes", tensorsBody(new Uint8Array(30)), /begins with CHIMTENS/],
    [
      "another name",
      tensorsBody(
        encodeTensors({ Y: { shape: [1, 1], data: Float64Array.of(1) } }, { fitId: "f", columns: [] }),
      ),
      /float32 tensor X with two axes, got Y \[1, 1\] of float64/,
    ],
    [
      "another type",
      tensorsBody(
        encodeTensors({ X: { shape: [1, 1], data: Int32Array.of(1) } }, { fitId: "f", columns: [] }),
      ),
      /float64 or float32 tensor X with two axes, got X \[1, 1\] of int32/,
    ],
    [
      "no metadata",
      tensorsBody(encodeTensors({ X: { shape: [1, 1], data: Float64Array.of(1) } })),
      /metadata/,
    ],
    ["text", { contentType: TENSORS_TYPE, body: "X" }, /is bytes, got text/],
  ])("are refused with %s", (_, received, message) => {
    expect(() => decodeModelPredict(received)).toThrow(RequestError);
    expect(() => decodeModelPredict(received)).toThrow(message);
  });
});

describe("the answers of the aggregation", () => {
  it("come back from the wire as they were", () => {
    const description: AggregationAnswerMessage = {
      type: "description",
      task: "classifier",
      estimator: "DecisionTreeClassifier",
      columns: ["a"],
      nSamples: 3,
      classes: [0, "x"],
      kernel: "typescript",
    };
    expect(decodeAggregationAnswer("describe", encodeAggregationAnswer(description))).toEqual(description);
    const fitted: AggregationAnswerMessage = { type: "fitted", nSamples: 3 };
    expect(decodeAggregationAnswer("fit", encodeAggregationAnswer(fitted))).toEqual(fitted);
    const predictions: AggregationAnswerMessage = { type: "predictions", values: X };
    expect(decodeAggregationAnswer("predict", encodeAggregationAnswer(predictions))).toEqual(predictions);
  });

  it("bring the sums out of the bag as they were, whichever task they are of", () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
    const sums = fc.oneof(
      fc.record({ nSamples: fc.nat(), nCorrect: fc.nat() }),
      fc.record({ nSamples: fc.nat(), residual: number, mean: number, m2: number }),
    );
    fc.assert(
      fc.property(fc.nat(), sums, (nSamples, outOfBag) => {
        const answer: AggregationAnswerMessage = { type: "fitted", nSamples, outOfBag };
        expect(decodeAggregationAnswer("fit", encodeAggregationAnswer(answer))).toEqual(answer);
      }),
    );
  });

  it("refuse sums that are no numbers", () => {
    const answer = { fit: "ok", nSamples: 3, outOfBag: { nSamples: 1, residual: null, mean: 0, m2: 0 } };
    expect(() => decodeAggregationAnswer("fit", jsonBody(answer))).toThrow(AnswerError);
  });

  it("take the fit answer of chimera 0.1", () => {
    expect(decodeAggregationAnswer("fit", jsonBody({ fit: "ok" }))).toEqual({
      type: "fitted",
      nSamples: null,
    });
  });

  it("refuse predictions that are no tensors", () => {
    const json = jsonBody({ y_pred_rows: [1] });
    expect(() => decodeAggregationAnswer("predict", json)).toThrow(AnswerError);
    expect(() => decodeAggregationAnswer("predict", json)).toThrow("got application/json");
    expect(() => decodeAggregationAnswer("predict", tensorsBody(new Uint8Array(3)))).toThrow(AnswerError);
  });

  it("have the types of the algorithm, checked when this file is compiled", () => {
    const toWire: (order: AggregationOrder) => AggregationOrderMessage = (order) => order;
    const fromWire: (order: AggregationOrderMessage) => AggregationOrder = (order) => order;
    const answerToWire: (answer: AggregationAnswer) => AggregationAnswerMessage = (answer) => answer;
    const answerFromWire: (answer: AggregationAnswerMessage) => AggregationAnswer = (answer) => answer;
    const order: AggregationOrder = { type: "describe" };
    expect(fromWire(toWire(order))).toBe(order);
    const answer: AggregationAnswer = { type: "fitted", nSamples: 1 };
    expect(answerFromWire(answerToWire(answer))).toBe(answer);
  });
});
