import { readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { workspaceRoot } from "./paths.mjs";

/** Files that change every bundle: the installed versions, and how bundles are made. */
const shared = ["package-lock.json", "scripts/build.mjs", "scripts/workspace/bundles.mjs"];

/**
 * A bundle is current while each of its inputs has the size and the modification time it was built from;
 * they stand in `inputs.json` beside the bundle.
 *
 * @param output the bundle's path, relative to the workspace
 */
export function isCurrent(output, root = workspaceRoot) {
  try {
    const stamps = JSON.parse(readFileSync(recordOf(output, root), "utf8"));
    return Object.entries(stamps).every(([file, stamp]) => stampOf(file, root) === stamp);
  } catch {
    return false;
  }
}

/** Notes what a bundle was built from. @param inputs paths relative to the workspace, as in esbuild's metafile */
export function recordInputs(output, inputs, root = workspaceRoot) {
  const files = [output, ...shared, ...inputs];
  const stamps = Object.fromEntries(files.map((file) => [file, stampOf(file, root)]));
  writeFileSync(recordOf(output, root), JSON.stringify(stamps, null, 1));
}

const recordOf = (output, root) => join(root, dirname(output), "inputs.json");

function stampOf(file, root) {
  const found = statSync(join(root, file), { throwIfNoEntry: false });
  return found ? `${found.size} ${found.mtimeMs}` : "missing";
}
