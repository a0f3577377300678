import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { freePort } from "./support/free-port.ts";
import { blocksOf } from "./support/markdown.ts";
import { startProgram } from "./support/program.ts";
import { workspace } from "./support/project.ts";

const examples = join(workspace, "examples");

/** What each example's model must reach on its hold-out: accuracy, or r² (0 is what the mean of the target reaches). */
const floors: Record<string, number> = {
  quickstart: 0.95,
  "sgd-classification": 0.9,
  "sgd-regression": 0.4,
  "bagging-classification": 0.85,
  "bagging-regression": 0.3,
  "bagging-same-data": 0.9,
  "pipeline-bagging": 0.85,
  "pipeline-mlp": 0.965,
  "pipeline-cnn": 0.98,
  "data-pipeline": 0.965,
  "tensor-parallel": 0.965,
  "exact-merge": 0.9,
  "own-estimator": 0.4,
  "own-loss": 0.15,
};

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "chimera-examples-"))));
afterEach(() => rmSync(folder, { recursive: true }));

it("every example is tested here", () => {
  const folders = readdirSync(examples).filter((name) => existsMaster(name));
  expect(folders.sort()).toEqual(Object.keys(floors).sort());
});

const existsMaster = (name: string) =>
  !name.includes(".") && readdirSync(join(examples, name)).includes("master.ts");

describe.each(Object.entries(floors))("examples/%s", (name, floor) => {
  it("trains, scores the hold-out as its README shows, and ends", async () => {
    const program = startProgram(["scripts/start.mjs", "--once"], {
      CHIMERA_PROJECT: join(examples, name),
      CHIMERA_MASTER_PORT: String(await freePort()),
      CHIMERA_LOGS_DIR: join(folder, "logs"),
      CHIMERA_RUNS_DIR: join(folder, "runs"),
    });
    expect(await program.ended).toBe(0);
    expect(program.lines).toEqual(expect.arrayContaining(readmeScores(name)));
    expect(mainScore(program.lines)).toBeGreaterThanOrEqual(floor);
  });

  it("has the shards that its load-data.ts makes", async () => {
    const copy = join(folder, "examples", name);
    mkdirSync(copy, { recursive: true });
    cpSync(join(examples, name, "load-data.ts"), join(copy, "load-data.ts"));
    symlinkSync(join(examples, "data"), join(folder, "examples", "data"));
    symlinkSync(join(workspace, "node_modules"), join(folder, "node_modules"));
    const program = startProgram(["examples/load-data.mjs", copy], {});
    expect(await program.ended).toBe(0);
    expect(program.lines.at(-1)).toMatch(/^hold-out: \d+ rows/);
    expect(dataFiles(copy)).toEqual(dataFiles(join(examples, name)));
  });
});

/** The lines of the output in the README, from the scores on. */
function readmeScores(name: string): string[] {
  const output = blocksOf(join(examples, name, "README.md")).find(({ text }) => text.includes("Hold-out"))!;
  const lines = output.text.trimEnd().split("\n");
  return lines.slice(lines.findIndex((line) => line.startsWith("Hold-out")));
}

function mainScore(lines: readonly string[]): number {
  const matches = lines.map((line) => /^(?:accuracy|r²) +([\d.]+)/u.exec(line));
  return Number(matches.find((match) => match !== null)?.[1]);
}

/** Path → text of every CSV file of a project. */
function dataFiles(project: string): Record<string, string> {
  const files = ["chimera_train_data", "chimera_test_data"].flatMap((part) =>
    readdirSync(join(project, part), { recursive: true, encoding: "utf8" }).map((file) => join(part, file)),
  );
  const csvFiles = files.filter((file) => file.endsWith(".csv")).sort();
  return Object.fromEntries(csvFiles.map((file) => [file, readFileSync(join(project, file), "utf8")]));
}
