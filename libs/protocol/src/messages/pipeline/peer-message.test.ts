import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { RequestError } from "../../errors/errors.ts";
import { PATHS } from "../../paths.ts";
import { encodeTensors } from "../../tensors/encode.ts";
import { TENSORS_TYPE, type Tensor } from "../../tensors/tensor.ts";
import { jsonBody, type WireBody } from "../../wire-body.ts";
import { decodePeerMessage, encodePeerMessage } from "./peer-message.ts";
import { tensor } from "./testing/arbitraries.ts";
import { faultsOf, refusalOf, requireRefusals } from "./testing/malformed.ts";

/** Every run tests the same cases. */
fc.configureGlobal({ seed: 1 });

const letter = fc.record({
  from: fc.string({ minLength: 1, maxLength: 200, unit: "binary-ascii" }),
  tag: fc.string({ minLength: 1, maxLength: 500, unit: "binary-ascii" }),
  message: tensor,
});
const facts = { from: "worker1", tag: "fit.1 3 forward 0 to part 1" };
const message = { shape: [2, 1], data: Float32Array.of(1, 2) };
const body = (named: Record<string, Tensor>, beside: object = facts): WireBody => ({
  contentType: TENSORS_TYPE,
  body: encodeTensors(named, beside as Record<string, unknown>),
});

describe("a message from worker to worker", () => {
  it("comes as it was sent: sender, tag, shape, precision and the bits of every number", () => {
    fc.assert(
      fc.property(letter, (sent) => {
        const request = encodePeerMessage(sent);
        expect(request).toMatchObject({ method: "POST", path: PATHS.stage.message });
        const received = decodePeerMessage(request);
        expect(received).toEqual(sent);
        const bytesOf = ({ buffer, byteOffset, byteLength }: Float64Array | Float32Array): Uint8Array =>
          new Uint8Array(buffer, byteOffset, byteLength);
        expect(bytesOf(received.message.data)).toEqual(bytesOf(sent.message.data));
      }),
    );
  });

  it("large enough to be sent in parts is the same", () => {
    const large = { shape: [3, 40_000], data: Float32Array.from({ length: 120_000 }, (_, i) => i / 7) };
    const request = encodePeerMessage({ ...facts, message: large });
    expect(request.body).not.toBeInstanceOf(Uint8Array);
    expect(decodePeerMessage(request)).toEqual({ ...facts, message: large });
  });

  test.each(faultsOf(facts))("is refused with the place: %s is %s", (place, _, beside) => {
    const refusal = refusalOf(RequestError, () => decodePeerMessage(body({ message }, beside)));
    expect(refusal.status).toBe(422);
    expect(refusal.message).toContain(`The metadata beside the tensors does not fit: body.${place}: `);
    expect(refusal.detail).toMatchObject([{ loc: ["body", place] }]);
  });

  test.each<[string, WireBody, string]>([
    [
      "without its tensor",
      body({ activation: message }),
      "a tensor message of float64 or float32, got none among [activation]",
    ],
    ["of whole numbers", body({ message: { shape: [1], data: Int32Array.of(1) } }), "got one of int32"],
    ["without a sender's name", body({ message }, { ...facts, from: "" }), "body.from"],
    ["with a tag that is too long", body({ message }, { ...facts, tag: "t".repeat(501) }), "body.tag"],
    ["as JSON", jsonBody({ ...facts, message: [1, 2] }), "is bytes, got text"],
    ["of another kind", { contentType: TENSORS_TYPE, body: new Uint8Array(30) }, "begins with CHIMTENS"],
  ])("is refused %s", (_, sent, text) => {
    expect(refusalOf(RequestError, () => decodePeerMessage(sent)).message).toContain(text);
  });

  it("that was damaged on its way is refused: every part has a checksum", () => {
    requireRefusals(RequestError, [encodePeerMessage({ ...facts, message })], decodePeerMessage);
  });
});
