import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { placeOfFault } from "./json-list.ts";

/** The same cases every time. */
fc.configureGlobal({ seed: 20 });

describe("placeOfFault", () => {
  it.each([
    ["", 0],
    ["worker1", 0],
    ['["a"', 4],
    ['["a" "b"]', 5],
    ["['a']", 1],
    ['["a",]', 5],
    ["[01]", 2],
    ["[1, 2] x", 7],
    ['["a', 1],
    ["[[1], 2", 1],
  ])("%s stops being a list at %i", (text, place) => {
    expect(placeOfFault(text)).toBe(place);
  });

  it("finds a character that was put between two items", () => {
    const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean());
    fc.assert(
      fc.property(fc.array(scalar), fc.array(scalar, { minLength: 1 }), (before, after) => {
        const head = `[${[...before.map((item) => JSON.stringify(item)), ""].join(",")}`;
        const text = `${head}?${JSON.stringify(after).slice(1)}`;
        expect(() => JSON.parse(text)).toThrow(SyntaxError);
        expect(placeOfFault(text)).toBe(head.length);
      }),
    );
  });
});
