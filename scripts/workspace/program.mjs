import * as nodeModule from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundles, programs } from "./bundles.mjs";
import { installIfNeeded } from "./install.mjs";
import { workspaceRoot } from "./paths.mjs";

/** Makes sure that the dependencies are installed and the bundles (default: the programs') are current. */
export async function prepareWorkspace(names = programs) {
  installIfNeeded();
  // Imported late: it needs what was just installed.
  const { build } = await import("../build.mjs");
  try {
    await build(names);
  } catch (error) {
    console.error(`The build failed: ${error.message}`);
    process.exit(1);
  }
}

/** Runs a built program in this process. */
export async function startProgram(name) {
  // Compiled code is kept between starts where Node.js can (22.1 and newer), here and in the workers.
  process.env.NODE_COMPILE_CACHE ??= join(workspaceRoot, "node_modules", ".cache", "chimera-compile");
  nodeModule.enableCompileCache?.(process.env.NODE_COMPILE_CACHE);
  await import(pathToFileURL(join(workspaceRoot, bundles[name].output)).href);
}
