/**
 * `node examples/load-data.mjs <folder>`: runs the `load-data.ts` of an example.
 *
 * From Node.js 22.18 on, `node <folder>/load-data.ts` does the same; Node.js 20 cannot run TypeScript itself, so the
 * file is bundled first.
 */
import { build } from "esbuild";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const folder = resolve(process.argv[2] ?? ".");
const source = join(folder, "load-data.ts");
if (!existsSync(source)) {
  console.error(`There is no file ${source}: give the folder of an example, such as examples/quickstart.`);
  process.exit(1);
}

const bundle = join(folder, ".chimera", "load-data.mjs");
await build({
  entryPoints: [source],
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
    js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
  },
  logLevel: "warning",
});
await import(pathToFileURL(bundle).href);
