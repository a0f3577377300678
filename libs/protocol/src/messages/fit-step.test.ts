import { describe, expect, it } from "vitest";
import { PATHS } from "../paths.ts";
import {
  decodeFitStepAnswer,
  decodeFitStepRequest,
  encodeFitStepAnswer,
  encodeFitStepRequest,
} from "./fit-step.ts";

describe("fit-step of chimera 0.1", () => {
  it("carries parameters there and updates back", () => {
    const request = { weights: Float64Array.of(0.5, -1), bias: Float64Array.of(2) };
    const sent = encodeFitStepRequest(request);
    expect(sent).toMatchObject({ path: PATHS.sgd.fitStep, body: '{"weights":[0.5,-1],"bias":[2]}' });
    expect(decodeFitStepRequest(sent)).toEqual(request);
    const answer = { weights_gradients: Float64Array.of(0.1, 0.2), bias_gradient: Float64Array.of(0.3) };
    expect(decodeFitStepAnswer(encodeFitStepAnswer(answer))).toEqual(answer);
  });

  it("refuses numbers that are none", () => {
    const body = '{"weights":[1,null],"bias":[2]}';
    expect(() => decodeFitStepRequest({ contentType: "", body })).toThrow(
      "weights[1]: Expected a finite number",
    );
  });
});
