import { join, relative } from "node:path";
import { bundleUserFiles } from "./bundle-user-files.ts";
import { makeBundleFolder } from "./bundle-folder.ts";
import { runsAsIs } from "./framework.ts";

/**
 * For each TypeScript file of a project the file that Node.js can run in its place: itself where types are stripped and
 * the framework is built, otherwise a bundle. All bundles are made in one go and share what they have in common.
 *
 * @param files absolute paths
 * @returns absolute paths in the same order
 * @throws LaunchError with file, line and column when one cannot be bundled
 */
export async function makeRunnable(projectDir: string, files: readonly string[]): Promise<string[]> {
  if (files.every(runsAsIs)) return [...files];
  const folder = makeBundleFolder(projectDir);
  const outputs = files.map((file) => relative(projectDir, file).replace(/\.ts$/u, ""));
  await bundleUserFiles(
    files.map((file, i) => ({ in: file, out: outputs[i] })),
    folder,
  );
  return outputs.map((output) => join(folder, `${output}.js`));
}
