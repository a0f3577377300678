/**
 * `npm run compose [-- --check]`: writes the `docker-compose.yml` of `CHIMERA_PROJECT` (default: the quickstart) from
 * the `CHIMERA_*` variables; `--check` only says whether the file that is there is current, and exits 1 if not.
 */
import "./workspace/require-node.mjs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const { installIfNeeded } = await import("./workspace/install.mjs");
const { workspaceRoot } = await import("./workspace/paths.mjs");

const unknown = process.argv.slice(2).filter((argument) => argument !== "--check");
if (unknown.length > 0) {
  console.error(`npm run compose knows one option, --check; got ${unknown.join(" ")}.`);
  process.exit(1);
}
installIfNeeded();
const { composeCommand } = await generator();
process.exitCode = composeCommand({
  repositoryDir: workspaceRoot,
  env: process.env,
  check: process.argv.includes("--check"),
  say: (text) => console.log(text),
});

/** The generator is TypeScript: it is bundled each time, which takes less than deciding whether it must be. */
async function generator() {
  const { build } = await import("esbuild");
  const outfile = join(workspaceRoot, "dist", "compose", "index.mjs");
  await build({
    absWorkingDir: workspaceRoot,
    entryPoints: ["compose/src/index.ts"],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
  });
  return import(pathToFileURL(outfile).href);
}
