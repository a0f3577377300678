import { useKernels, withBlockedGemm } from "@chimera/algorithms";
import { ChimeraClient } from "@chimera/client";
import { chooseKernels } from "@chimera/kernels";
import { loadDataset } from "@chimera/dataset";
import { loadNetwork } from "@chimera/nodes";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { makePipelineProject } from "./support/pipeline-project.ts";
import { startProgram, type Program } from "./support/program.ts";
import type { Project } from "./support/project.ts";

let project: Project | undefined;
let master: Program | undefined;
afterEach(async () => {
  master?.kill("SIGTERM");
  await master?.ended;
  project?.remove();
});

async function chimera(...commandLine: string[]): Promise<{ exitCode: number | string; lines: string[] }> {
  const program = startProgram([join("apps", "cli", "bin", "chimera.mjs"), ...commandLine], {});
  const exitCode = await program.ended;
  // It may have been built first.
  return { exitCode, lines: program.lines.filter((line) => !line.startsWith("built ")) };
}

it("chimera export saves a network that predicts without master and workers what they predict, bit for bit", async () => {
  const layers = [
    { type: "dense", units: 8, activation: "tanh" },
    { type: "batchNorm" },
    { type: "dense", units: 2 },
  ];
  project = makePipelineProject({ layers, stages: 3, batchSize: 16, epochs: 4 });
  master = startProgram(["scripts/start.mjs"], {
    CHIMERA_PROJECT: project.dir,
    CHIMERA_KERNELS: "ts",
    CHIMERA_FIT_ON_START: "0",
  });
  const [, url] = (await master.line(/The master serves (http\S+)/)) as unknown as [string, string];
  const output = join(project.dir, "network.chimera");
  const exported = () => chimera("export", "--url", url, "--output", output);

  const early = await exported();
  expect(early).toEqual({
    exitCode: 1,
    lines: ["There is no fitted model yet: POST to /v1/chimera/pipeline/fit first."],
  });

  const client = new ChimeraClient(url);
  await client.fit();
  const { exitCode, lines } = await exported();
  expect([exitCode, lines[0]]).toEqual([0, expect.stringMatching(/^wrote .*network\.chimera: \d+ bytes$/)]);

  const { kernels } = await chooseKernels("ts");
  useKernels(withBlockedGemm(kernels));
  const { X, columns } = loadDataset(join(project.dir, "chimera_train_data/worker1"), "classifier");
  const { probabilities } = await client.predictMatrix(columns, X);
  await client.close();
  const network = await loadNetwork(output);
  expect(network.predictProba(X, columns)).toEqual(probabilities);
  expect(network.classes).toEqual(["above", "below"]);

  const again = await exported();
  expect(again).toEqual({
    exitCode: 1,
    lines: [expect.stringMatching(/^--output: expected a new file, got .* which exists; /)],
  });
});
