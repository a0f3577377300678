import type { PipelineOrder } from "@chimera/distributed";
import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { RequestError } from "../../errors/errors.ts";
import { PATHS } from "../../paths.ts";
import { encodeTensors } from "../../tensors/encode.ts";
import { TENSORS_TYPE } from "../../tensors/tensor.ts";
import { jsonBody, textOf, type WireBody } from "../../wire-body.ts";
import { decodePipelineOrder, encodePipelineOrder, type PipelineOrderType } from "./orders.ts";
import { addresses, order, plan } from "./testing/arbitraries.ts";
import { faultsOf, refusalOf, requireRefusals } from "./testing/malformed.ts";

/** Every run tests the same cases. */
fc.configureGlobal({ seed: 1 });

const [somePlan] = fc.sample(plan, { numRuns: 1, seed: 3 });
const weights = { parameters: Float32Array.of(1, 2, 3), statistics: new Float32Array(0) };
const states = [{ weights, optimizer: { step: 4, buffers: [Float32Array.of(5, 6, 7)] } }];
const someAddresses = { worker1: "http://worker1:80", worker2: "http://127.0.0.1:4321" };
const X = { nRows: 2, nColumns: 3, data: Float64Array.of(1, 2, 3, 4, 5, 6) };

const orders = {
  measure: { type: "measure", inputShape: [4], layers: [{ type: "dense" }], dtype: "float32", nExamples: 8 },
  prepare: { type: "prepare", runId: "fit.1", plan: somePlan },
  train: { type: "train", runId: "fit.1", round: 2, from: 3, to: 6, keep: true },
  abandon: { type: "abandon", runId: "fit.1", reason: "worker2 failed: it is gone." },
  predict: { type: "predict", runId: "fit.1", id: "7", nRows: 2 },
} satisfies Partial<Record<PipelineOrderType, PipelineOrder>>;

const decode = (type: PipelineOrderType, body: WireBody): ReturnType<typeof decodePipelineOrder> =>
  decodePipelineOrder(type, body);

describe("the orders of a pipeline", () => {
  it("come back from the wire as they were, the addresses with prepare", () => {
    fc.assert(
      fc.property(order, addresses, (sent, places) => {
        const request = encodePipelineOrder({ ...sent }, places);
        expect(request).toMatchObject({ method: "POST", path: PATHS.stage[sent.type] });
        const expected = { order: sent, ...(sent.type === "prepare" && { addresses: places }) };
        expect(decode(sent.type, request)).toEqual(expected);
      }),
    );
  });

  it("ask for a description without saying that the worker may be waited for: that is the master's business", () => {
    const request = encodePipelineOrder({ type: "describe", wait: true }, someAddresses);
    expect(request).toMatchObject({ path: PATHS.stage.describe, body: "{}" });
    expect(decode("describe", request)).toEqual({ order: { type: "describe" } });
  });

  it("carry weights and rows as tensors, the rest as JSON", () => {
    const contentTypeOf = (sent: PipelineOrder): string => encodePipelineOrder({ ...sent }, {}).contentType;
    expect(contentTypeOf(orders.prepare)).toBe("application/json");
    expect(contentTypeOf({ ...orders.prepare, states })).toBe(TENSORS_TYPE);
    expect(contentTypeOf(orders.predict)).toBe("application/json");
    expect(contentTypeOf({ ...orders.predict, X })).toBe(TENSORS_TYPE);
  });
});

describe.each(Object.keys(orders) as (keyof typeof orders)[])("a %s that does not fit", (type) => {
  const good = JSON.parse(textOf(encodePipelineOrder({ ...orders[type] }, someAddresses))) as object;

  test("is refused with the place, whichever field it is", () => {
    const faults = faultsOf(good);
    expect(faults.length).toBeGreaterThanOrEqual(2 * Object.keys(good).length);
    for (const [place, instead, body] of faults) {
      const { message, status } = refusalOf(RequestError, () => decode(type, jsonBody(body)));
      expect(status).toBe(422);
      expect(message.slice(0, place.length), `${place} is ${instead}`).toBe(place);
    }
  });

  test.each(["", "{", "null", "[]", "3", '"text"'])("is refused as %j", (body) => {
    refusalOf(RequestError, () => decode(type, { contentType: "application/json", body }));
  });
});

describe("of orders with tensors", () => {
  const tensors = (named: Parameters<typeof encodeTensors>[0], facts: Record<string, unknown>): WireBody => ({
    contentType: TENSORS_TYPE,
    body: encodeTensors(named, facts),
  });
  const vector = (...numbers: number[]) => ({ shape: [numbers.length], data: Float32Array.from(numbers) });
  const facts = { runId: "fit.1", plan: somePlan, addresses: someAddresses };
  const onePart = { ...facts, parts: [{ steps: 4, nBuffers: 1 }] };
  const complete = { "0.parameters": vector(1), "0.statistics": vector(), "0.optimizer.0": vector(2) };

  test("the whole is taken", () => {
    expect(decode("prepare", tensors(complete, onePart)).order).toMatchObject({
      states: [{ weights: { parameters: Float32Array.of(1) }, optimizer: { step: 4 } }],
    });
  });

  test.each(Object.keys(complete))("a missing %s is refused by its name", (missing) => {
    const others = Object.fromEntries(Object.entries(complete).filter(([name]) => name !== missing));
    const { message } = refusalOf(RequestError, () => decode("prepare", tensors(others, onePart)));
    expect(message).toBe(
      `Expected a tensor ${missing} of float64 or float32, got none among [${Object.keys(others).join(", ")}].`,
    );
  });

  test("whole numbers as weights are refused", () => {
    const codes = { shape: [1], data: Int32Array.of(1) };
    const { message } = refusalOf(RequestError, () =>
      decode("prepare", tensors({ ...complete, "0.parameters": codes }, onePart)),
    );
    expect(message).toBe("Expected a tensor 0.parameters of float64 or float32, got one of int32.");
  });

  test("facts that do not fit are refused with the place, whichever it is", () => {
    for (const [place, instead, changed] of faultsOf(JSON.parse(JSON.stringify(onePart)) as object)) {
      const body = tensors(complete, changed as Record<string, unknown>);
      const { message } = refusalOf(RequestError, () => decode("prepare", body));
      const dotted = place.replaceAll(/\[(\d+)\]/g, ".$1");
      expect(message, `${place} is ${instead}`).toContain(`does not fit: body.${dotted}`);
    }
  });

  test.each<[string, WireBody, string]>([
    ["no X", tensors({}, orders.predict), "got [none]"],
    ["X of another precision", tensors({ X: vector(1, 2) }, orders.predict), "got [2]"],
    [
      "other rows than announced",
      tensors({ X: { shape: [3, 2], data: X.data } }, orders.predict),
      "got [3, 2]",
    ],
    ["X with one axis", tensors({ X: { shape: [6], data: X.data } }, orders.predict), "got [6]"],
  ])("a prediction with %s is refused", (_, body, got) => {
    const { message } = refusalOf(RequestError, () => decode("predict", body));
    expect(message).toBe(`Expected a float64 tensor X of 2 rows with two axes, ${got}.`);
  });

  test("a text that says that it is tensors is refused", () => {
    const body = { contentType: TENSORS_TYPE, body: "{}" };
    expect(refusalOf(RequestError, () => decode("prepare", body)).message).toContain("is bytes, got text");
  });

  test.each(["prepare", "predict"] as const)("a damaged %s is read, or refused in a sentence", (type) => {
    const bodies = [
      encodePipelineOrder({ ...orders.prepare, states }, someAddresses),
      encodePipelineOrder({ ...orders.predict, X }, {}),
    ];
    requireRefusals(RequestError, bodies, (body) => decode(type, body));
  });
});
