import type { TestProject } from "vitest/node";
import { loadConfig } from "@chimera/config";
import { composeFile } from "@chimera/compose";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { workspace } from "../../support/project.ts";
import { docker } from "./docker.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Tag of the two images that were built from the sources for this run of the tests. */
    imageTag: string;
  }
}

/** Builds both images once, under a tag of this run, so that no older image is tested; removes them at the end. */
export default async function buildImages(project: TestProject): Promise<() => Promise<void>> {
  const imageTag = `e2e-${process.pid}`;
  const fileDir = mkdtempSync(join(tmpdir(), "chimera-images-"));
  const config = loadConfig({ projectDir: join(workspace, "examples/quickstart"), env: {} });
  const text = composeFile(config, { fileDir, repositoryDir: workspace, imageTag });
  writeFileSync(join(fileDir, "docker-compose.yml"), text);
  const started = performance.now();
  await docker(["compose", "build"], { cwd: fileDir });
  console.log(`built both images in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  rmSync(fileDir, { recursive: true });
  project.provide("imageTag", imageTag);
  return async () => void (await docker(["rmi", `chimera-worker:${imageTag}`, `chimera-master:${imageTag}`]));
}
