import fc from "fast-check";
import { expect, it } from "vitest";
import { jsonBody } from "../wire-body.ts";
import { parameterServerAnswerSchemas, parameterServerOrderSchemas } from "./parameter-server.ts";
import { quickGradient, quickRound } from "./quick-round.ts";

const odd = fc.oneof(
  fc.constant(null),
  fc.string(),
  fc.double(),
  fc.constant([null]),
  fc.constant(undefined),
);
const numbers = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }));
const mostly = <T>(usual: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 5, arbitrary: usual as fc.Arbitrary<unknown> }, { weight: 1, arbitrary: odd });

it("a round read by hand is what the schema reads, and only then", () => {
  const body = fc.record({
    fitId: mostly(fc.string()),
    round: mostly(fc.nat()),
    parameters: mostly(numbers),
  });
  fc.assert(
    fc.property(body, (sent) => {
      const schema = parameterServerOrderSchemas.gradient.safeParse(JSON.parse(JSON.stringify(sent)));
      expect(quickRound(jsonBody(sent))).toEqual(schema.success ? schema.data : undefined);
    }),
    { seed: 5 },
  );
});

it("a gradient read by hand is what the schema reads, and only then", () => {
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
  const validation = fc.record({ loss: mostly(finite), nSamples: mostly(fc.nat()) });
  const body = fc.record(
    {
      gradient: mostly(numbers),
      loss: mostly(finite),
      nSamples: mostly(fc.nat()),
      validation: mostly(validation),
    },
    { requiredKeys: ["gradient", "loss", "nSamples"] },
  );
  fc.assert(
    fc.property(body, (sent) => {
      const schema = parameterServerAnswerSchemas.gradient.safeParse(JSON.parse(JSON.stringify(sent)));
      const expected = schema.success ? { type: "gradient", ...schema.data } : undefined;
      expect(quickGradient(jsonBody(sent))).toEqual(expected);
    }),
    { seed: 6 },
  );
});

it("leaves what is no JSON, or no object, to the schema", () => {
  for (const text of ["", "{", "null", "[]", "3"]) {
    expect(quickRound({ contentType: "", body: text })).toBeUndefined();
    expect(quickGradient({ contentType: "", body: text })).toBeUndefined();
  }
});
