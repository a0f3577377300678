import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { blocksOf } from "./support/markdown.ts";
import { startProgram } from "./support/program.ts";
import { workspace } from "./support/project.ts";

/** What each example's network must reach on its hold-out, in the mean over five seeds. */
const floors: [string, number][] = [
  ["pipeline-mlp", 0.965],
  ["pipeline-cnn", 0.985],
];

describe.each(floors)("examples/%s", (name, floor) => {
  it(`reaches ${floor} in the mean over five seeds, as its README shows`, async () => {
    const folder = join(workspace, "examples", name);
    const program = startProgram(["apps/cli/bin/chimera.mjs", "exec", join(folder, "five-seeds.ts")], {});
    expect(await program.ended).toBe(0);
    const scores = program.lines.map((line) => /accuracy ([\d.]+)$/.exec(line)![1]!);
    expect(scores).toHaveLength(6);
    const mean = scores.slice(0, 5).reduce((sum, score) => sum + Number(score), 0) / 5;
    expect(mean).toBeGreaterThanOrEqual(floor);
    const shown = blocksOf(join(folder, "README.md")).find(({ text }) => text.startsWith("seed 0"))!;
    expect(program.lines).toEqual(shown.text.trimEnd().split("\n"));
  });
});
