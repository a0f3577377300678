import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findJsonFault } from "./json-fault.ts";

/** Every run tests the same cases. */
fc.configureGlobal({ seed: 1 });

describe("findJsonFault", () => {
  it.each([
    ['{"X_pred_columns":', 18, "Expecting value"],
    ["", 0, "Expecting value"],
    ["[1, 2", 5, "Expecting ',' delimiter"],
    ["[1,]", 3, "Expecting value"],
    ["{a: 1}", 1, "Expecting property name enclosed in double quotes"],
    ['{"a": 1,}', 8, "Expecting property name enclosed in double quotes"],
    ['{"a" 1}', 5, "Expecting ':' delimiter"],
    ['{"a": 1] ', 7, "Expecting ',' delimiter"],
    ["[1] 2", 4, "Extra data"],
    ['["abc', 1, "Unterminated string starting at"],
    ['["a\nb"]', 3, "Invalid control character at"],
    ['["a\\x"]', 3, "Invalid \\escape"],
    ["[NaN]", 1, "Expecting value"],
    ["[01]", 2, "Expecting ',' delimiter"],
  ])("finds the fault of %j", (text, offset, expecting) => {
    expect(findJsonFault(text)).toEqual({ offset, expecting });
  });

  it("agrees with JSON.parse on damaged JSON", () => {
    const damaged = fc
      .tuple(
        fc.json(),
        fc.nat(),
        fc.nat({ max: 3 }),
        fc.constantFrom("", '"', "{", "]", ",", ":", "\\", "-", "0", " "),
      )
      .map(([text, at, cut, put]) => {
        const start = at % (text.length + 1);
        return text.slice(0, start) + put + text.slice(start + cut);
      });
    fc.assert(
      fc.property(damaged, (text) => {
        const fault = findJsonFault(text);
        expect(fault === null).toBe(parses(text));
        if (fault) expect(fault.offset).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 1000 },
    );
  });

  it("is not felled by deep nesting", () => {
    const text = "[".repeat(1_000_000);
    expect(findJsonFault(text)).toEqual({ offset: 1_000_000, expecting: "Expecting value" });
  });
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
