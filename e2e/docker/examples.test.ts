import { composeTarget } from "@chimera/compose";
import { loadConfig } from "@chimera/config";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { workspace } from "../support/project.ts";
import { deploy } from "./support/deployment.ts";
import { docker } from "./support/docker.ts";

const examples = readdirSync(join(workspace, "examples"))
  .map((name) => `examples/${name}`)
  .filter((project) => existsSync(join(workspace, project, "master.ts")));

describe.each(examples)("%s", (project) => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "chimera-example-"))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it("has a file that docker compose accepts where it belongs", async () => {
    const config = loadConfig({ projectDir: join(workspace, project), env: {} });
    const { path, text } = composeTarget(config, workspace);
    const copy = join(folder, "docker-compose.yml");
    writeFileSync(copy, text);
    const place = ["--file", copy, "--project-directory", dirname(path)];
    const services = await docker(["compose", ...place, "config", "--services"]);
    const names = config.workers.map(({ name }) => name);
    expect(services.trim().split("\n").sort()).toEqual(["master", ...names].sort());
  });
});

/** What the master prints in containers; the two others have tests of their own. */
it.each([
  ["examples/sgd-classification", /accuracy +(0\.9\d|1)/],
  ["examples/sgd-regression", /r² +0\.[45]/],
  ["examples/bagging-regression", /r² +0\.[345]/],
  ["examples/bagging-same-data", /accuracy +(0\.9\d|1)/],
  ["examples/pipeline-cnn", /accuracy +0\.9[89]/],
  ["examples/data-pipeline", /2 replicas of 2 stages[^]*accuracy +0\.9[6-9]/],
  ["examples/tensor-parallel", /accuracy +0\.9[6-9]/],
])("%s trains in containers, scores the hold-out and ends", async (project, score) => {
  const deployment = await deploy(project, { CHIMERA_ONCE: "1" });
  try {
    const output = await deployment.compose("up", "--no-color", "--exit-code-from", "master");
    expect(output).toMatch(score);
    expect((await deployment.inspect("master")).State.ExitCode).toBe(0);
  } finally {
    await deployment.down();
  }
});
