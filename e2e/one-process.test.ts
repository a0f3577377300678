import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { blocksOf } from "./support/markdown.ts";
import { startProgram } from "./support/program.ts";
import { workspace } from "./support/project.ts";

/** What differs between machines, and between two runs. */
const VARYING = /^(loss|hash|seconds|sent and answered|The largest)/;

const isComparison = (text: string) => text.includes("accuracy on the hold-out");

async function compare(name: string): Promise<string[]> {
  const file = join(workspace, "examples", name, "one-process.ts");
  const program = startProgram(["apps/cli/bin/chimera.mjs", "exec", file], {});
  expect(await program.ended).toBe(0);
  const from = program.lines.findIndex((line) => line.endsWith("one process"));
  const lines = program.lines.slice(from);
  const shown = blocksOf(join(file, "../README.md")).find(({ text }) => isComparison(text))!;
  const fixed = (all: readonly string[]) => all.filter((line) => !VARYING.test(line));
  expect(fixed(lines)).toEqual(fixed(shown.text.trimEnd().split("\n")));
  return lines;
}

const cellsOf = (lines: readonly string[], name: string): string[] =>
  lines
    .find((line) => line.startsWith(name))!
    .slice(name.length)
    .trim()
    .split(/ {2,}/);

describe("an example's comparison with one process says what its README shows", () => {
  it("examples/pipeline-mlp: equal weights, and the messages that there have to be", async () => {
    const lines = await compare("pipeline-mlp");
    const [byWorkers, alone] = cellsOf(lines, "hash of the weights");
    expect(byWorkers).toMatch(/^[0-9a-f]{16}$/);
    expect(alone).toBe(byWorkers);
    expect(new Set(cellsOf(lines, "loss of the last epoch")).size).toBe(1);
    expect(lines.at(-1)).toBe("All 17226 weights are equal, bit for bit.");
    const [steps, microBatches, boundaries] = [30 * Math.ceil(1348 / 64), 4, 2];
    const messages = 2 * steps * microBatches * boundaries;
    expect(cellsOf(lines, "messages between stages")).toEqual([String(messages), "0"]);
    // To describe, to prepare and 30 rounds, of each worker.
    expect(cellsOf(lines, "orders of the master")).toEqual([String(3 * (2 + 30)), "0"]);
  });

  it("examples/tensor-parallel: weights that differ by rounding alone", async () => {
    const lines = await compare("tensor-parallel");
    const [, difference] = /^The largest difference of the 15210 weights is (\S+)\.$/.exec(lines.at(-1)!)!;
    expect(Number(difference)).toBeGreaterThan(0);
    expect(Number(difference)).toBeLessThan(1e-10);
  });
});
