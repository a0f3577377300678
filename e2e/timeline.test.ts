import { dense } from "@chimera/algorithms";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { startProgram } from "./support/program.ts";
import { makePipelineProject } from "./support/pipeline-project.ts";
import type { Project } from "./support/project.ts";

const layers = [dense(8, { activation: "relu" }), dense(8, { activation: "relu" }), dense(2)];

let project: Project;
beforeEach(() => {
  project = makePipelineProject({ layers, stages: 3, microBatches: 4, batchSize: 16, epochs: 5 });
});
afterEach(() => project.remove());

it("run() shows the median step of a pipeline after the fit, and chimera timeline reads the same from its events", async () => {
  const run = startProgram(["scripts/start.mjs", "--once"], { CHIMERA_PROJECT: project.dir });
  expect(await run.ended).toBe(0);
  const title = run.lines.findIndex((line) =>
    /^1f1b, 3 stages, 4 micro-batches: step \d+ of 0…14, the median one/.test(line),
  );
  expect(title).toBeGreaterThan(0);
  const chart = run.lines.slice(title + 1, title + 5);
  for (const [stage, line] of chart.slice(1).entries()) {
    expect(line).toMatch(new RegExp(`^worker${stage + 1}  stage ${stage}  [·FBU0-3─]{100}$`));
    expect(
      line
        .match(/[FB]\d/g)
        ?.sort()
        .join(" "),
    ).toBe("B0 B1 B2 B3 F0 F1 F2 F3");
  }

  const timeline = startProgram(
    [join("apps", "cli", "bin", "chimera.mjs"), "timeline", "--project", project.dir],
    {},
  );
  expect(await timeline.ended).toBe(0);
  expect(timeline.lines).toEqual(expect.arrayContaining(chart));
  // What the order of the actions alone decides: worker s stores 3 − s micro-batches.
  for (const [s, stored] of [3, 2, 1].entries()) {
    expect(timeline.lines).toContainEqual(
      expect.stringMatching(new RegExp(`^worker${s + 1} .* ${stored} +${stored}$`)),
    );
  }
  expect(timeline.lines).toContainEqual(
    expect.stringMatching(/^bubble predicted 33\.3 %, .*; measured \d+\.\d % in step/),
  );
});
