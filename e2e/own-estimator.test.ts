import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { matrix } from "chimera-distributed-ml";
import { afterEach, beforeEach, expect, it } from "vitest";
import { BoundedRegressor } from "../examples/own-estimator/chimera_workers/_bounded-regressor.ts";
import { freePort } from "./support/free-port.ts";
import { blocksOf } from "./support/markdown.ts";
import { startProgram, type Program } from "./support/program.ts";
import { workspace } from "./support/project.ts";

const example = join(workspace, "examples/own-estimator");
const blocks = blocksOf(join(example, "README.md"));
const [bagging, baggingWorker] = blocks.filter(({ language }) => language === "ts");
const outputs = blocks.filter(({ language }) => language === "text").map(({ text }) => text.trimEnd());

let folder: string;
let project: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "chimera-own-"));
  project = join(folder, "own-estimator");
  cpSync(example, project, { recursive: true });
  symlinkSync(join(workspace, "node_modules"), join(folder, "node_modules"));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function once(): Promise<Program> {
  return startProgram(["scripts/start.mjs", "--once"], {
    CHIMERA_PROJECT: project,
    CHIMERA_MASTER_PORT: String(await freePort()),
    CHIMERA_LOGS_DIR: join(folder, "logs"),
    CHIMERA_RUNS_DIR: join(folder, "runs"),
  });
}

const worker = (k: number) => join(project, `chimera_workers/worker${k}.ts`);

it("with the two files of the README the class is a weak learner of bagging, with the scores shown", async () => {
  writeFileSync(join(project, "master.ts"), bagging!.text);
  for (const k of [1, 2, 3]) writeFileSync(worker(k), baggingWorker!.text);
  const program = await once();
  expect(await program.ended).toBe(0);
  expect(program.lines).toEqual(expect.arrayContaining(outputs.at(-1)!.split("\n")));
});

it("other bounds on one worker are refused in the words of the README", async () => {
  writeFileSync(
    worker(2),
    baggingWorker!.text
      .replace(/Regression(?=Worker)/gu, "SGD")
      .replace(/, \{.*\}/u, "")
      .replace("400", "300"),
  );
  const program = await once();
  expect(await program.ended).not.toBe(0);
  expect(program.lines).toContain(outputs[1]);
});

it("the gradient of the class is the finite difference of its loss", () => {
  const model = new BoundedRegressor({ lower: -1, upper: 3 }).gradient({ nFeatures: 2, classes: null });
  const X = matrix(3, 2, Float64Array.of(1, -2, 0.5, 0.3, -1, 2));
  const y = Float64Array.of(0, 2.5, 1);
  const theta = Float64Array.of(0.4, -0.7, 0.2);
  const gradient = new Float64Array(3);
  const weights = Float64Array.of(1, 2, 0.5);
  const rows = Int32Array.of(0, 2, 2);
  model.lossAndGradient(theta, X, y, gradient, rows, weights);
  const h = 1e-6;
  theta.forEach((value, j) => {
    const at = (step: number) =>
      model.lossAndGradient(theta.with(j, value + step), X, y, new Float64Array(3), rows, weights);
    expect(gradient[j]).toBeCloseTo((at(h) - at(-h)) / (2 * h), 8);
  });
});
