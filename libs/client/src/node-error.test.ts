import { describe, expect, it } from "vitest";
import { httpResponse, type HttpResponse } from "./http-response.ts";
import { expectSuccess, NodeError } from "./node-error.ts";

function answer(status: number, text: string): HttpResponse {
  const body = new TextEncoder().encode(text);
  return httpResponse({ url: "http://w1/work", status, contentType: "application/json", body, bytesSent: 0 });
}

describe("expectSuccess", () => {
  it("lets answers through", () => {
    const fine = answer(200, "{}");
    expect(expectSuccess(fine)).toBe(fine);
  });

  it.each([
    [
      409,
      '{"message":"Call fit first.","details":{"errorCode":409,"errorMessage":"RequestError"}}',
      "Call fit first.",
    ],
    [
      422,
      '{"detail":[{"type":"missing","loc":["body","weights"],"msg":"Field required"}]}',
      "body.weights: Field required",
    ],
    [404, '{"detail":"Not Found"}', "http://w1/work answered with status 404."],
    [502, "<html>Bad gateway</html>", "http://w1/work answered with status 502."],
  ])("throws the node's own message: %i", (status, body, message) => {
    const check = (): unknown => expectSuccess(answer(status, body));
    expect(check).toThrow(NodeError);
    expect(check).toThrow(expect.objectContaining({ status, message, url: "http://w1/work" }));
  });
});

describe("json", () => {
  it("says who sent something else", () => {
    expect(() => answer(200, "<html>").json()).toThrow('http://w1/work should answer JSON, got "<html>"');
    expect(() => answer(200, "").json()).toThrow("got nothing");
  });
});
