import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { LaunchError } from "../launch-error.ts";

/**
 * The root of the clone, which the image is built from: the nearest folder above this program with a
 * `docker/Dockerfile`.
 *
 * @throws LaunchError outside of a clone
 */
export function findWorkspace(start = dirname(fileURLToPath(import.meta.url))): string {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "docker", "Dockerfile"))) return folder;
    if (folder === dirname(folder)) break;
  }
  throw new LaunchError(
    "CHIMERA_RUNTIME=compose builds its image from a clone of Chimera, and this program runs outside of one: " +
      "put your project into the clone, or use CHIMERA_RUNTIME=embedded.",
  );
}
