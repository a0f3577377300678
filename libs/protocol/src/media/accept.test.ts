import { describe, expect, it, test } from "vitest";
import { preferredType } from "./accept.ts";
import { mediaTypeOf } from "../wire-body.ts";
import { charsetOf, isReadAsJson } from "./media-type.ts";

const JSON_FIRST = ["application/json", "text/csv", "application/vnd.chimera.tensors"] as const;

describe("preferredType", () => {
  it.each([
    ["", "application/json"],
    ["*/*", "application/json"],
    ["text/csv", "text/csv"],
    ["Text/CSV", "text/csv"],
    ["text/*", "text/csv"],
    ["application/*", "application/json"],
    ["text/csv, */*", "text/csv"],
    ["*/*, text/csv", "text/csv"],
    ["text/csv;q=0.5, application/json", "application/json"],
    ["text/csv;q=0.5, */*;q=0.1", "text/csv"],
    ["application/json;q=0, */*", "text/csv"],
    ["application/vnd.chimera.tensors, text/csv", "application/vnd.chimera.tensors"],
    ["application/json, text/plain, */*", "application/json"],
    ["text/html, application/xml;q=0.9, */*;q=0.8", "application/json"],
    // The exact name rules over the range that holds it too, whichever is larger.
    ["text/*;q=0.9, text/csv;q=0.1, application/json;q=0.5", "application/json"],
    ["text/csv;header=present", "text/csv"],
    ['text/csv;note="a, b;q=0"; q=0.9, application/json; q=0.8', "text/csv"],
    ["nonsense", "application/json"],
    ["nonsense, text/csv", "text/csv"],
    [", ,text/csv,", "text/csv"],
    ["text/csv;q=7, application/json", "text/csv"],
  ])("%j asks for %s", (accept, expected) => {
    expect(preferredType(accept, JSON_FIRST)).toBe(expected);
  });

  it.each(["image/png", "text/csv;q=0", "*/*;q=0", "text/html, application/xml;q=0.9", "*/csv"])(
    "%j accepts none of them",
    (accept) => {
      expect(preferredType(accept, JSON_FIRST)).toBeUndefined();
    },
  );

  it("takes a long header in its stride", () => {
    const accept = `${"a/b,".repeat(20_000)}text/csv;q=0.1${";".repeat(20_000)}`;
    expect(preferredType(accept, JSON_FIRST)).toBe("text/csv");
    expect(preferredType('"'.repeat(50_001), JSON_FIRST)).toBe("application/json");
  });
});

describe("what is read as JSON", () => {
  test.each([
    "",
    "application/json",
    "Application/JSON; charset=utf-8",
    "application/problem+json",
    "application/x-www-form-urlencoded",
    "text/plain;charset=UTF-8",
    "application/octet-stream",
    "json",
  ])("%j is", (contentType) => expect(isReadAsJson(contentType)).toBe(true));

  test.each(["text/csv", "text/html", "image/png", "multipart/form-data; boundary=x", "application/x-npy"])(
    "%j is not",
    (contentType) => expect(isReadAsJson(contentType)).toBe(false),
  );
});

test("type and charset are read in any case and spacing", () => {
  expect(mediaTypeOf(" Text/CSV ; charset=x")).toBe("text/csv");
  expect(["text/csv", "text/csv; Charset=Latin1", 'text/csv;charset="UTF-8"'].map(charsetOf)).toEqual([
    undefined,
    "latin1",
    "utf-8",
  ]);
});
