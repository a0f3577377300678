import { build } from "esbuild";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * Runs a TypeScript program. From Node.js 22.18 on, `node <file>` does the same; Node.js 20 cannot run TypeScript itself, so the
 * file is bundled first.
 */
export async function runTypeScript(file) {
  const folder = dirname(file);
  const bundle = join(folder, ".chimera", `${basename(file, ".ts")}.mjs`);
  await build({
    entryPoints: [file],
    outfile: bundle,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    external: ["esbuild"],
    // The bundle lies in a subfolder; the paths in the file start from its own.
    define: { "import.meta.dirname": JSON.stringify(folder) },
    // CommonJS packages inside an ES module still call `require` for Node's own modules.
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
    logLevel: "warning",
  });
  await import(pathToFileURL(bundle).href);
}
