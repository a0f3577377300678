import { describe, expect, it } from "vitest";
import { countOutcomes } from "./test-outcomes.mjs";

const passed = { name: "a.test.ts", status: "passed", assertionResults: [{ status: "passed" }] };
const failed = {
  name: "b.test.ts",
  status: "failed",
  assertionResults: [{ status: "failed" }, { status: "failed" }],
};
const broken = { name: "c.test.ts", status: "failed", assertionResults: [] };

describe("countOutcomes", () => {
  it("counts tests", () => {
    const report = { numPassedTests: 1, numFailedTests: 2, testResults: [passed, failed] };
    expect(countOutcomes(report, 1)).toEqual({ passed: 1, failed: 2, remarks: [] });
  });

  it("counts a file that cannot be loaded as one failure, and names it", () => {
    const report = { numPassedTests: 1, numFailedTests: 2, testResults: [passed, failed, broken] };
    const outcome = countOutcomes(report, 1);
    expect(outcome).toMatchObject({ passed: 1, failed: 3 });
    expect(outcome.remarks).toEqual(["failed outside of its tests: c.test.ts"]);
  });

  it("never calls a run green that vitest calls red", () => {
    const report = { numPassedTests: 1, numFailedTests: 0, testResults: [passed] };
    expect(countOutcomes(report, 1)).toMatchObject({ passed: 1, failed: 1 });
    expect(countOutcomes(undefined, 134)).toMatchObject({ passed: 0, failed: 1 });
  });
});
