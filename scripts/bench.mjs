/** `npm run bench [-- <name> …]`: builds what is needed and prints the figures; see benchmarks/README.md. */
import "./workspace/require-node.mjs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const { prepareWorkspace } = await import("./workspace/program.mjs");
const { benchmarks, bundles, programs } = await import("./workspace/bundles.mjs");
const { workspaceRoot } = await import("./workspace/paths.mjs");

await prepareWorkspace([...programs, ...benchmarks]);
await import(pathToFileURL(join(workspaceRoot, bundles.bench.output)).href);
