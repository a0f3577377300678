import { readFileSync } from "node:fs";
import { join } from "node:path";
import { workspaceRoot } from "./paths.mjs";

const { version } = JSON.parse(readFileSync(join(workspaceRoot, "package.json"), "utf8"));

/** What `scripts/build.mjs` makes: project name → its entry, and the file under `dist/`; `further` entries lie beside it. */
export const bundles = {
  master: { entry: "apps/master/src/main.ts", output: "dist/master/main.js" },
  worker: { entry: "apps/worker/src/main.ts", output: "dist/worker/main.js" },
  cli: { entry: "apps/cli/src/main.ts", output: "dist/cli/main.js" },
  bench: { entry: "benchmarks/main.ts", output: "dist/bench/main.js" },
  "bench-echo": { entry: "benchmarks/transfer/echo.ts", output: "dist/bench-echo/main.js" },
  "bench-kernels": { entry: "benchmarks/kernels/our-kernels.ts", output: "dist/bench-kernels/main.js" },
  "bench-learner": { entry: "benchmarks/learners/our-learner.ts", output: "dist/bench-learner/main.js" },
  "bench-network": { entry: "benchmarks/networks/our-network.ts", output: "dist/bench-network/main.js" },
  "bench-pipeline": { entry: "benchmarks/pipeline/one-process.ts", output: "dist/bench-pipeline/main.js" },
  "bench-reader": { entry: "benchmarks/csv/our-reader.ts", output: "dist/bench-reader/main.js" },
  "bench-worker": { entry: "benchmarks/bare/worker.ts", output: "dist/bench-worker/main.js" },
  "chimera-distributed-ml": {
    entry: "libs/chimera/src/index.ts",
    output: "dist/chimera-distributed-ml/index.js",
    // What is imported on demand (the parser of expressions) is a file of its own: who does without never parses it.
    splitting: true,
    // The program of a worker thread, which the library looks for beside itself.
    further: { thread: "libs/kernels/src/threads/thread.ts" },
    manifest: {
      name: "chimera-distributed-ml",
      version,
      description: "Learn and prototype distributed machine learning.",
      license: "MIT",
      type: "module",
      exports: "./index.js",
      engines: { node: ">=20.19" },
      dependencies: { esbuild: "0.28.2" },
      optionalDependencies: { koffi: "3.3.4" },
    },
  },
};

/** What `npm start` and `nx serve` need. */
export const programs = ["master", "worker", "chimera-distributed-ml"];

/** What `npm run bench` needs besides. */
export const benchmarks = [
  "bench",
  "bench-echo",
  "bench-kernels",
  "bench-learner",
  "bench-network",
  "bench-pipeline",
  "bench-reader",
  "bench-worker",
];
