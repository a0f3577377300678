#!/usr/bin/env node
/** `npx chimera …`: builds the command line where it is missing or older than its sources, and runs it. */
import "../../../scripts/workspace/require-node.mjs";
import { spawnSync } from "node:child_process";
import * as nodeModule from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const { bundles } = await import("../../../scripts/workspace/bundles.mjs");
const { endWithNpm } = await import("../../../scripts/workspace/end-with-npm.mjs");
const { isCurrent } = await import("../../../scripts/workspace/freshness.mjs");
const { workspaceRoot } = await import("../../../scripts/workspace/paths.mjs");

const rawArgs = process.argv.slice(2);
// What users write imports the built framework.
const needed = ["run", "exec"].includes(rawArgs[0]) ? ["cli", "chimera-distributed-ml"] : ["cli"];
const stale = needed.filter((name) => !isCurrent(bundles[name].output));
if (stale.length > 0) {
  // What the build prints belongs to stderr: stdout is for results.
  const script = join(workspaceRoot, "scripts", "build.mjs");
  const { status } = spawnSync(process.execPath, [script, ...stale], { stdio: ["ignore", 2, 2] });
  if (status !== 0) process.exit(1);
}

// Others end by themselves.
if (rawArgs[0] === "run") endWithNpm("npx");
nodeModule.enableCompileCache?.(join(workspaceRoot, "node_modules", ".cache", "chimera-compile"));
const { main } = await import(pathToFileURL(join(workspaceRoot, bundles.cli.output)).href);
await main(rawArgs, workspaceRoot);
