import { expect, it } from "vitest";
import { Report } from "./report.ts";

it("prints both sides, their ratio, and whether the aim is met", () => {
  const lines: string[] = [];
  const report = new Report("round", (line) => lines.push(line));
  const comparison = {
    ours: { median: 1.624, min: 1.5, max: 192 },
    bare: { median: 1.2, min: 1.2, max: 1.2 },
    ratio: { median: 1.353, min: 1.25, max: 1.6 },
  };
  report.comparison(comparison, "ms", { ours: { atMost: 2, unit: "ms" }, ratio: { atMost: 1.3, unit: "" } });
  expect(lines).toEqual([
    "\nround",
    "  ours            1.62 ms (1.50–192)   aim ≤ 2 ms: met",
    "  bare loop       1.20 ms",
    "  ratio           1.35 (1.25–1.60)   aim ≤ 1.3: missed",
  ]);
});
