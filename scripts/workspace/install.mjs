import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { workspaceRoot } from "./paths.mjs";

/** Runs `npm ci` when `node_modules` is missing or not what the lock file says; ends the process when that fails. */
export function installIfNeeded() {
  if (isInstalled()) return;
  console.log("Installing the dependencies (npm ci), once …");
  const { status, error } = npmCi();
  if (status === 0) return;
  console.error(
    `The installation failed${error ? ` (${error.message})` : ""}. ` +
      "Check the network, then run `npm ci` to see the whole output.",
  );
  process.exit(1);
}

/**
 * npm notes what it installed in `node_modules/.package-lock.json`: every package of the lock file must stand there
 * in its version. Optional ones may be missing, since they serve other platforms.
 */
function isInstalled() {
  const wanted = packagesOf("package-lock.json");
  const installed = packagesOf("node_modules/.package-lock.json");
  return Object.entries(wanted)
    .filter(([path]) => path.startsWith("node_modules/"))
    .every(([path, { version, optional }]) =>
      installed[path] ? installed[path].version === version : optional,
    );
}

/** Path → package of a lock file; empty when it is not there. */
function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(join(workspaceRoot, file), "utf8")).packages;
  } catch {
    return {};
  }
}

function npmCi() {
  const options = { cwd: workspaceRoot, stdio: "inherit" };
  // Under `npm start`, npm says where it is itself; otherwise `npm` is a command file that Windows needs a shell for.
  const npm = process.env.npm_execpath;
  if (npm?.endsWith(".js")) return spawnSync(process.execPath, [npm, "ci"], options);
  return spawnSync("npm", ["ci"], { ...options, shell: process.platform === "win32" });
}
