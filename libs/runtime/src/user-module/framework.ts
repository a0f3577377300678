import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/** What users import. */
export const FRAMEWORK = "chimera-distributed-ml";

/**
 * The built framework beside the running program (`dist/master/main.js` → `dist/chimera-distributed-ml/index.js`, and
 * that file itself), as a URL. A user's bundle imports it as it is: it is parsed once, not bundled again at each start.
 * `undefined` when the framework runs from its sources.
 */
export function builtFramework(): string | undefined {
  const url = new URL(`../${FRAMEWORK}/index.js`, import.meta.url);
  return url.protocol === "file:" && existsSync(fileURLToPath(url)) ? url.href : undefined;
}

/**
 * Whether Node.js can run a user's TypeScript file without help: it strips types, and what the file imports as
 * `chimera-distributed-ml` is built JavaScript.
 */
export function runsAsIs(file: string): boolean {
  return Boolean(process.features.typescript) && resolvesToJavaScript(file);
}

function resolvesToJavaScript(file: string): boolean {
  try {
    return createRequire(file).resolve(FRAMEWORK).endsWith(".js");
  } catch {
    return false;
  }
}
