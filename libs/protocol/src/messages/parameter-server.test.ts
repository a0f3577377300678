import type { FitReport, ParameterServerAnswer, ParameterServerOrder } from "@chimera/distributed";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AnswerError, RequestError } from "../errors/errors.ts";
import { PATHS } from "../paths.ts";
import { jsonBody } from "../wire-body.ts";
import { fitAnswerSchema, type FitAnswer } from "./fit.ts";
import {
  decodeParameterServerAnswer,
  decodeParameterServerOrder,
  encodeParameterServerAnswer,
  encodeParameterServerOrder,
  type ParameterServerAnswerMessage,
  type ParameterServerOrderMessage,
  type ParameterServerOrderType,
} from "./parameter-server.ts";

/** Every run tests the same cases. */
fc.configureGlobal({ seed: 1 });

const orNull = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null });
const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0);
const parameters = fc.array(finite, { maxLength: 8 }).map((values) => Float64Array.from(values));
const label = fc.oneof(fc.string(), fc.integer());
const columns = fc.array(fc.string(), { maxLength: 4 });
const classes = orNull(fc.array(label, { maxLength: 4 }));
const count = fc.nat();

const order: fc.Arbitrary<ParameterServerOrderMessage> = fc.oneof(
  fc.record(
    { type: fc.constant("describe" as const), moments: fc.boolean(), classCounts: fc.boolean() },
    { requiredKeys: ["type", "moments"] },
  ),
  fc.record(
    {
      type: fc.constant("prepare" as const),
      fitId: fc.string(),
      columns,
      classes,
      scaling: orNull(fc.record({ mean: fc.array(finite), scale: fc.array(finite) })),
      seed: fc.integer(),
      computation: fc.oneof(
        fc.record({ mode: fc.constant("gradient" as const), batchSize: orNull(fc.integer({ min: 1 })) }),
        fc.record({
          mode: fc.constant("local-epochs" as const),
          epochs: fc.integer({ min: 1 }),
          learningRate: fc.double({ min: 1e-6, max: 1, noNaN: true }),
          schedule: fc.constantFrom("constant" as const, "optimal" as const, "adaptive" as const),
          powerT: finite,
          penalty: orNull(fc.constantFrom("l2" as const, "l1" as const, "elasticnet" as const)),
          alpha: fc.double({ min: 1e-6, max: 1, noNaN: true }),
          l1Ratio: fc.double({ min: 0, max: 1, noNaN: true }).map((x) => x + 0),
          batchSize: fc.integer({ min: 1 }),
        }),
      ),
      linear: fc.record(
        { epsilon: fc.double({ min: 0, max: 9, noNaN: true }).map((x) => x + 0), fitIntercept: fc.boolean() },
        { requiredKeys: [] },
      ),
      classWeights: fc.array(fc.double({ min: 1e-6, max: 9, noNaN: true })),
      validationFraction: fc.double({ min: 1e-6, max: 0.999, noNaN: true }),
    },
    { requiredKeys: ["type", "fitId", "columns", "classes", "scaling", "seed", "computation"] },
  ),
  fc.record({
    type: fc.constantFrom("gradient" as const, "local-epochs" as const),
    fitId: fc.string(),
    round: count,
    parameters,
  }) as fc.Arbitrary<ParameterServerOrderMessage>,
  fc.record({
    type: fc.constant("local-epochs" as const),
    fitId: fc.string(),
    round: count,
    parameters,
    learningRate: fc.double({ min: 1e-6, max: 1, noNaN: true }),
  }),
);

const validation = fc.record({ loss: finite, nSamples: count });

const answers: Record<ParameterServerOrderType, fc.Arbitrary<ParameterServerAnswerMessage>> = {
  describe: fc.record(
    {
      type: fc.constant("description" as const),
      task: fc.constantFrom("classifier" as const, "regressor" as const),
      loss: orNull(fc.string()),
      model: fc.string(),
      columns,
      nSamples: orNull(count),
      classes,
      modes: fc.subarray(["gradient" as const, "local-epochs" as const]),
      kernel: fc.string(),
      moments: fc.record({ mean: fc.array(finite), m2: fc.array(finite) }),
      classCounts: fc.array(count),
    },
    { requiredKeys: ["type", "task", "loss", "columns", "nSamples", "classes", "modes", "kernel"] },
  ),
  prepare: fc.constant({ type: "prepared" as const }),
  gradient: fc.record(
    {
      type: fc.constant("gradient" as const),
      gradient: parameters,
      loss: finite,
      nSamples: count,
      validation,
    },
    { requiredKeys: ["type", "gradient", "loss", "nSamples"] },
  ),
  "local-epochs": fc.record(
    {
      type: fc.constant("update" as const),
      update: parameters,
      loss: orNull(finite),
      nSamples: orNull(count),
      validation,
    },
    { requiredKeys: ["type", "update", "loss", "nSamples"] },
  ),
};

describe("the messages of the parameter server", () => {
  it("come back from the wire as they were: orders", () => {
    fc.assert(
      fc.property(order, (sent) => {
        expect(decodeParameterServerOrder(sent.type, encodeParameterServerOrder(sent)).order).toEqual(sent);
      }),
    );
  });

  it.each(Object.keys(answers) as ParameterServerOrderType[])(
    "come back as they were: answers to %s",
    (type) => {
      fc.assert(
        fc.property(answers[type], (sent) => {
          expect(decodeParameterServerAnswer(type, encodeParameterServerAnswer(sent))).toEqual(sent);
        }),
      );
    },
  );

  it("read a prepare for local epochs that says nothing of newer options as version 0.2.0 meant it", () => {
    const old = { mode: "local-epochs", epochs: 2, learningRate: 0.1, alpha: 1e-4 };
    const body = { fitId: "f", columns: ["a"], classes: null, scaling: null, seed: 0, computation: old };
    expect(decodeParameterServerOrder("prepare", jsonBody(body)).order).toEqual({
      type: "prepare",
      ...body,
      computation: {
        ...old,
        schedule: "constant",
        powerT: 0.25,
        penalty: "l2",
        l1Ratio: 0.15,
        batchSize: 32,
      },
    });
  });

  it.each([
    [
      "computation.penalty",
      { computation: { mode: "local-epochs", epochs: 1, learningRate: 1, alpha: 1, penalty: "l3" } },
    ],
    ["classWeights[1]", { classWeights: [1, -2] }],
    ["validationFraction", { validationFraction: 1 }],
  ])("refuse %s out of range, with its place", (place, change) => {
    const body = { fitId: "f", columns: [], classes: null, scaling: null, seed: 0 };
    const computation = { mode: "gradient", batchSize: null };
    const decode = (): unknown =>
      decodeParameterServerOrder("prepare", jsonBody({ ...body, computation, ...change }));
    expect(decode).toThrow(RequestError);
    expect(decode).toThrow(place);
  });

  it("travel without their type: the path says it", () => {
    const sent = { type: "gradient", fitId: "f", round: 2, parameters: Float64Array.of(1, -0.5) } as const;
    expect(encodeParameterServerOrder(sent)).toEqual({
      method: "POST",
      path: PATHS.sgd.gradient,
      contentType: "application/json",
      body: '{"fitId":"f","round":2,"parameters":[1,-0.5]}',
    });
  });

  it("refuse what is no finite number, with its place", () => {
    const sent = { type: "gradient", fitId: "f", round: 2, parameters: Float64Array.of(1, NaN) } as const;
    const decode = (): unknown => decodeParameterServerOrder("gradient", encodeParameterServerOrder(sent));
    expect(decode).toThrow(RequestError);
    expect(decode).toThrow(/parameters\[1\]: Expected a finite number, got null.*diverge/);

    const answer = { type: "gradient", gradient: Float64Array.of(Infinity), loss: NaN, nSamples: 3 } as const;
    const read = (): unknown => decodeParameterServerAnswer("gradient", encodeParameterServerAnswer(answer));
    expect(read).toThrow(AnswerError);
    expect(read).toThrow(/gradient\[0\]: Expected a finite number.*loss: Expected a finite number/);
  });

  it.each(["gradient", "local-epochs"] as const)("carry a diverged answer to %s as text", (type) => {
    const answer = { type: "diverged", loss: "Infinity" } as const;
    expect(decodeParameterServerAnswer(type, encodeParameterServerAnswer(answer))).toEqual(answer);
  });

  it.each([["1"], [[1]], [true], [{}]])("refuse the parameter %j", (value) => {
    const body = jsonBody({ fitId: "f", round: 1, parameters: [0, value] });
    expect(() => decodeParameterServerOrder("local-epochs", body)).toThrow(
      /parameters\[1\]: Expected a finite/,
    );
  });

  it("read a describe without a body as the plain question", () => {
    const empty = { contentType: "", body: new Uint8Array() };
    expect(decodeParameterServerOrder("describe", empty).order).toEqual({ type: "describe", moments: false });
  });

  it("refuse an answer that is something else", () => {
    const html = { contentType: "text/html", body: "<html>" };
    expect(() => decodeParameterServerAnswer("gradient", html)).toThrow('should be JSON, got "<html>"');
    expect(() => decodeParameterServerAnswer("prepare", jsonBody({}))).toThrow(AnswerError);
  });
});

describe("the wire's types", () => {
  it("are those of the algorithm, checked when this file is compiled", () => {
    const toWire: (order: ParameterServerOrder) => ParameterServerOrderMessage = (order) => order;
    const fromWire: (order: ParameterServerOrderMessage) => ParameterServerOrder = (order) => order;
    const answerToWire: (answer: ParameterServerAnswer) => ParameterServerAnswerMessage = (answer) => answer;
    const answerFromWire: (answer: ParameterServerAnswerMessage) => ParameterServerAnswer = (answer) =>
      answer;
    const order: ParameterServerOrder = { type: "describe", moments: true };
    expect(fromWire(toWire(order))).toBe(order);
    const answer: ParameterServerAnswer = { type: "prepared" };
    expect(answerFromWire(answerToWire(answer))).toBe(answer);
  });

  it("take a report of a fit as it is", () => {
    const report: FitReport = {
      fit: "ok",
      iterations: 3,
      converged: true,
      finalLoss: null,
      replicas: [{ stage: 0, rank: 0, workers: ["a", "b"], hash: "5f3a91c2" }],
      workers: [{ name: "a", state: "ok", nSamples: null, rounds: 3 }],
      notes: [],
    };
    const answer: FitAnswer = { ...report, durationSeconds: 0.5, bytesSent: 10, bytesReceived: 20 };
    expect(fitAnswerSchema.parse(answer)).toEqual(answer);
  });
});
