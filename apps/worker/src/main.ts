import { fileURLToPath } from "node:url";
import { ConfigError, loadWorkerConfig } from "@chimera/config";
import { runWorker } from "@chimera/runtime";

/** From `dist/worker/main.js`: what `npx nx serve worker` runs on a fresh clone. */
const quickstart = fileURLToPath(new URL("../../examples/quickstart", import.meta.url));

try {
  const { projectDir, nodeName } = loadWorkerConfig({
    projectDir: process.env.CHIMERA_PROJECT || quickstart,
  });
  await runWorker(projectDir, nodeName);
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
