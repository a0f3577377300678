import type { ChimeraConfig } from "@chimera/config";
import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import { composeFile } from "./compose-file.ts";
import { inProject } from "./layout.ts";

/** A Compose file and where it belongs. */
export interface ComposeTarget {
  readonly path: string;
  readonly text: string;
}

/** The project whose file stands at the root of the clone, so that `docker compose up` there needs no option. */
export const QUICKSTART = "examples/quickstart";

/**
 * The `docker-compose.yml` of a project: at the root of the clone for the quickstart, in the project's own folder
 * for any other. Looks on disk only for the hold-out; writes nothing.
 *
 * @param repositoryDir root of the clone, absolute
 */
export function composeTarget(
  config: ChimeraConfig,
  repositoryDir: string,
  imageTag?: string,
): ComposeTarget {
  const isQuickstart = resolve(config.projectDir) === resolve(repositoryDir, QUICKSTART);
  const fileDir = isQuickstart ? resolve(repositoryDir) : resolve(config.projectDir);
  const testData = statSync(join(config.projectDir, inProject.testData), { throwIfNoEntry: false });
  const holdOut = testData?.isDirectory() ?? false;
  return {
    path: join(fileDir, "docker-compose.yml"),
    text: composeFile(config, { fileDir, repositoryDir, holdOut, imageTag }),
  };
}
