import { dense } from "@chimera/algorithms";
import { loadDataset } from "@chimera/dataset";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { flowers, NETWORK, pipeline, weightsIn, clientOf } from "../testing/pipelines.ts";
import { PipelineMaster } from "./pipeline-master.ts";

const projectDir = mkdtempSync(join(tmpdir(), "chimera-one-process-"));
const dataDir = join(projectDir, "chimera_train_data/worker1");

function write(path: string, lines: readonly string[]): void {
  mkdirSync(join(projectDir, path, ".."), { recursive: true });
  writeFileSync(join(projectDir, path), `${lines.join("\n")}\n`);
}

beforeAll(() => {
  const { columns, X, y } = flowers;
  const rows = Array.from({ length: X.nRows }, (_, i) =>
    X.data.subarray(i * X.nColumns, (i + 1) * X.nColumns),
  );
  write("chimera_workers/worker1.ts", [""]);
  write("chimera_train_data/worker1/X_train.csv", [columns.join(","), ...rows.map((row) => row.join(","))]);
  write("chimera_train_data/worker1/y_train.csv", ["kind", ...Array.from(y, String)]);
  write(".env", ["CHIMERA_KERNELS=ts"]);
});
afterAll(() => rmSync(projectDir, { recursive: true }));

test("a master without workers learns what its pipeline learns of the project's rows, bit for bit", async () => {
  const { network, losses, seconds, kernels } = await new PipelineMaster(
    "classifier",
    NETWORK,
  ).fitInOneProcess({
    projectDir,
  });
  const dataset = loadDataset(dataDir, "classifier");
  const { app, service } = pipeline(NETWORK, { dataset });
  const { finalLoss } = await service.fit();
  expect(network.trained.weights).toEqual(weightsIn(await clientOf(app).network()));
  expect(losses.at(-1)).toBeCloseTo(finalLoss!, 12);
  const { values } = await service.predict(dataset.columns, dataset.X);
  expect(network.predict(dataset.X)).toEqual(values);
  expect([kernels, seconds > 0]).toEqual(["typescript", true]);
});

test("the project is the one that CHIMERA_PROJECT names; expressions are read first", async () => {
  vi.stubEnv("CHIMERA_PROJECT", projectDir);
  const layers = [dense(3, { activation: "x / (1 + abs(x))" }), dense(2)];
  const { losses } = await new PipelineMaster("classifier", { layers, epochs: 2 }).fitInOneProcess();
  vi.unstubAllEnvs();
  expect(losses[1]).toBeLessThan(losses[0]);
});

test("a folder that is no project is refused", async () => {
  const master = new PipelineMaster("classifier", NETWORK);
  await expect(master.fitInOneProcess({ projectDir: tmpdir() })).rejects.toThrow(/has no chimera_workers/);
});
