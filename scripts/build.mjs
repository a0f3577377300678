/**
 * Bundles the programs and the public face into `dist/`, one ES module each, the public face with chunks of what it loads
 * on demand: `node scripts/build.mjs [project…]`. What is current is skipped.
 */
import "./workspace/require-node.mjs";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundles } from "./workspace/bundles.mjs";
import { isCurrent, recordInputs } from "./workspace/freshness.mjs";
import { workspaceRoot } from "./workspace/paths.mjs";

/** CommonJS dependencies inside an ES module still call `require` for Node's own modules. */
const requireForCommonJs =
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);';

/** Builds the named projects (default: all) that are not current. @throws with esbuild's message on a fault */
export async function build(names = Object.keys(bundles)) {
  await Promise.all(names.filter((name) => !isCurrent(bundleNamed(name).output)).map(buildOne));
}

async function buildOne(name) {
  const { entry, output, manifest, splitting = false, further = {} } = bundleNamed(name);
  const started = performance.now();
  mkdirSync(join(workspaceRoot, dirname(output)), { recursive: true });
  const { inputs, outputs } = await bundle(
    { [basename(output, ".js")]: entry, ...further },
    output,
    splitting,
  );
  removeOldChunks(output, outputs);
  const manifestFile = join(workspaceRoot, dirname(output), "package.json");
  if (manifest) writeFileSync(manifestFile, `${JSON.stringify(manifest, null, 2)}\n`);
  recordInputs(output, [...inputs, ...outputs]);
  console.log(`built ${output} in ${Math.round(performance.now() - started)} ms`);
}

/** The entries become files beside `output`; chunks get names of their content. */
async function bundle(entries, output, splitting) {
  const { build: esbuild } = await import("esbuild");
  const { metafile } = await esbuild({
    absWorkingDir: workspaceRoot,
    entryPoints: Object.entries(entries).map(([out, entry]) => ({ in: entry, out })),
    outdir: dirname(output),
    bundle: true,
    splitting,
    chunkNames: "chunk-[hash]",
    platform: "node",
    format: "esm",
    target: "node20",
    // A native program: it finds its own binary beside itself, and is only loaded where a user's file is TypeScript.
    // koffi too, which is loaded where OpenBLAS may be: without it the kernels are WebAssembly's.
    external: ["esbuild", "koffi"],
    banner: { js: requireForCommonJs },
    metafile: true,
    logLevel: "silent",
  });
  return { inputs: Object.keys(metafile.inputs), outputs: Object.keys(metafile.outputs) };
}

/** Chunks of earlier builds, which nothing imports any more. */
function removeOldChunks(output, outputs) {
  const folder = dirname(output);
  for (const name of readdirSync(join(workspaceRoot, folder))) {
    const isOld = /^chunk-.*\.js$/u.test(name) && !outputs.includes(`${folder}/${name}`);
    if (isOld) rmSync(join(workspaceRoot, folder, name));
  }
}

function bundleNamed(name) {
  const found = bundles[name];
  if (found) return found;
  throw new Error(`There is no bundle "${name}": expected one of ${Object.keys(bundles).join(", ")}.`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await build(process.argv.length > 2 ? process.argv.slice(2) : undefined);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
