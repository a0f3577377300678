import { describe, expect, it } from "vitest";
import { LaunchError } from "../launch-error.ts";
import { checkHoldOut } from "./check-hold-out.ts";

const holdOut = { columns: ["b", "a"], y: ["x", "z", "y", "z"] };

describe("checkHoldOut", () => {
  it("lets pass what the workers have, their columns in any order", () => {
    expect(checkHoldOut(holdOut, { columns: ["a", "b"], classes: ["x", "y", "z"] })).toBeUndefined();
  });

  it("lets pass what nobody tells", () => {
    expect(checkHoldOut(holdOut, { columns: null, classes: null })).toBeUndefined();
  });

  it("refuses other columns by name", () => {
    const check = () => checkHoldOut(holdOut, { columns: ["a", "c"], classes: ["x", "y", "z"] });
    expect(check).toThrow(LaunchError);
    expect(check).toThrow(
      "X_test.csv has not the columns of the training data; missing [c], unexpected [b]. Correct its header, or remove",
    );
  });

  it("tells of rows that nobody can predict, numbers and texts apart", () => {
    expect(checkHoldOut(holdOut, { columns: null, classes: ["x", "y"] })).toBe(
      '2 of the 4 rows in chimera_test_data are of classes that no worker has rows of ("z"): they will be scored as wrong.',
    );
    const numbers = { columns: ["a"], y: Float64Array.of(1, 2) };
    expect(checkHoldOut(numbers, { columns: ["a"], classes: ["1", 2] })).toContain("(1)");
  });
});
