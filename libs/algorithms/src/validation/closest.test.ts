import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { closest, editDistance } from "./closest.ts";

/** The same cases every time. */
fc.configureGlobal({ seed: 1 });

describe("closest", () => {
  const commands = ["run", "fit", "predict", "split", "compose", "times"];

  it.each([
    ["rnu", "run"],
    ["predcit", "predict"],
    ["time", "times"],
    ["COMPOSE", "compose"],
  ])("understands %s as %s", (word, command) => expect(closest(word, commands)).toBe(command));

  it("compares without case, and takes a limit", () => {
    expect(closest("chimera_prot", ["CHIMERA_PORT"])).toBe("CHIMERA_PORT");
    expect(closest("CHIMERA_PART", ["CHIMERA_PORT"], 1)).toBe("CHIMERA_PORT");
    expect(closest("CHIMERA_PARK", ["CHIMERA_PORT"], 1)).toBeUndefined();
  });

  it.each(["xyz", "", "install"])("does not guess at %j", (word) =>
    expect(closest(word, commands)).toBeUndefined(),
  );
});

describe("editDistance", () => {
  it("counts a swap of neighbours as one", () => {
    expect(editDistance("fti", "fit")).toBe(1);
    expect(editDistance("kitten", "sitting")).toBe(3);
  });

  it("is symmetric, zero only between equals, and at most the longer length", () => {
    const word = fc.string({ maxLength: 8 });
    const check = fc.property(word, word, (a, b) => {
      const distance = editDistance(a, b);
      expect(editDistance(b, a)).toBe(distance);
      expect(distance === 0).toBe(a === b);
      expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
      expect(distance).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
    });
    fc.assert(check);
  });
});
