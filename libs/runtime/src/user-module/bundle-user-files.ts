import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import type { BuildFailure, Plugin } from "esbuild";
import { LaunchError } from "../launch-error.ts";
import { builtFramework, FRAMEWORK } from "./framework.ts";

/** CommonJS packages inside an ES module still call `require` for Node's own modules. */
const REQUIRE_FOR_COMMONJS =
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);';

/**
 * Bundles TypeScript entry points for Node.js into a folder: with source maps, so that errors show the user's lines,
 * and with common chunks, so that each is parsed from one file.
 *
 * @throws LaunchError with file, line and column of every fault
 */
export async function bundleUserFiles(
  entryPoints: { in: string; out: string }[],
  folder: string,
): Promise<void> {
  const { build, stop } = await loadEsbuild();
  try {
    await build({
      entryPoints,
      outdir: folder,
      bundle: true,
      splitting: true,
      platform: "node",
      format: "esm",
      target: "node20",
      sourcemap: "linked",
      // The bundler itself is a native program that must stay where it is.
      external: ["esbuild"],
      plugins: [useBuiltFramework, keepOwnPlace],
      banner: { js: REQUIRE_FOR_COMMONJS },
      logLevel: "silent",
    });
  } catch (error) {
    throw new LaunchError(describeFailure(error as BuildFailure));
  } finally {
    await stop(); // Its process would stay as long as this one.
  }
}

/** Loaded on first use: it starts a process, and an image that strips types does not have it. */
async function loadEsbuild(): Promise<typeof import("esbuild")> {
  try {
    return await import("esbuild");
  } catch {
    throw new LaunchError(
      `Node.js ${process.versions.node} cannot run TypeScript files itself, and esbuild is not installed. ` +
        "Run npm ci, or use Node.js 22.18 or newer.",
    );
  }
}

const useBuiltFramework: Plugin = {
  name: "use-built-framework",
  setup(build) {
    const framework = builtFramework();
    if (framework === undefined) return;
    build.onResolve({ filter: new RegExp(`^${FRAMEWORK}$`) }, () => ({ path: framework, external: true }));
  },
};

/** `import.meta` of a user's module tells the place of its source, as it does without a bundle. */
const keepOwnPlace: Plugin = {
  name: "keep-own-place",
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      return text.includes("import.meta.") ? { contents: withPlace(text, path), loader: "ts" } : undefined;
    });
  },
};

function withPlace(text: string, path: string): string {
  const place: Record<string, string> = {
    url: pathToFileURL(path).href,
    filename: path,
    dirname: dirname(path),
  };
  return text.replaceAll(/\bimport\.meta\.(url|filename|dirname)\b/gu, (_, key: string) =>
    JSON.stringify(place[key]),
  );
}

function describeFailure({ errors, message }: BuildFailure): string {
  const faults = (errors ?? []).map(({ text, location }) => {
    if (!location) return text;
    const { file, line, column, lineText } = location;
    return `${file}:${line}:${column + 1}: ${text}\n    ${lineText}\n    ${" ".repeat(column)}^`;
  });
  return faults.length > 0 ? faults.join("\n") : message;
}
