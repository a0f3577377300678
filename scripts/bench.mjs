/**
 * `npm run bench [-- <name> …]`: builds what is needed and prints the figures; see benchmarks/README.md. All that is measured
 * runs under the Node.js that runs this, or under `CHIMERA_BENCH_NODE`, the path of another one.
 */
import "./workspace/require-node.mjs";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const { prepareWorkspace } = await import("./workspace/program.mjs");
const { benchmarks, bundles, programs } = await import("./workspace/bundles.mjs");
const { workspaceRoot } = await import("./workspace/paths.mjs");

await prepareWorkspace([...programs, ...benchmarks]);
const node = process.env.CHIMERA_BENCH_NODE || process.execPath;
const main = join(workspaceRoot, bundles.bench.output);
const { error, status, signal } = spawnSync(node, [main, ...process.argv.slice(2)], { stdio: "inherit" });
if (error)
  console.error(`Expected CHIMERA_BENCH_NODE to be the path of a Node.js, got ${node}: ${error.message}.`);
process.exitCode = error || signal ? 1 : status;
