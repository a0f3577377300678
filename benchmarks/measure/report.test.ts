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

it("prints whether a figure is at least its aim, and keeps long labels apart from figures", () => {
  const lines: string[] = [];
  const report = new Report("rounds", (line) => lines.push(line));
  const fast = { median: 12.34, min: 12, max: 13 };
  report.figure("a label of its own", fast, "rounds/s", { atLeast: 10, unit: "rounds/s" });
  report.figure("ratio", fast, "", { atLeast: 20, unit: "" });
  expect(lines.slice(1)).toEqual([
    "  a label of its own 12.3 rounds/s (12.0–13.0)   aim ≥ 10 rounds/s: met",
    "  ratio           12.3 (12.0–13.0)   aim ≥ 20: missed",
  ]);
});
