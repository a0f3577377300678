import { readdirSync, readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";

/** Every workspace package, and the folders of tests that belong to none, is one vitest project. */
const folders = [
  ...readdirSync("libs").map((name) => `libs/${name}`),
  ...readdirSync("apps").map((name) => `apps/${name}`),
  "compose",
];

/** A hung test ends some day; a slow machine fails none. */
const PATIENCE_MS = 120_000;

const packageProject = (folder: string) => ({
  test: {
    name: (JSON.parse(readFileSync(`${folder}/package.json`, "utf8")) as { name: string }).name,
    include: [`${folder}/src/**/*.test.ts`],
    exclude: ["libs/kernels/src/testing/**"],
    testTimeout: PATIENCE_MS,
  },
});

/** The suites of learners and of training once more, with the kernels that a node would choose on this machine. */
const fastKernels = {
  test: {
    name: "fast-kernels",
    include: [
      "libs/algorithms/src/{contract,linear,logistic-regression,least-squares,nearest-centroid,tree,mlp,layers}/*.test.ts",
      "libs/distributed/src/parameter-server/*.test.ts",
      "libs/kernels/src/testing/use-fast-kernels.test.ts",
    ],
    setupFiles: ["libs/kernels/src/testing/use-fast-kernels.ts"],
    testTimeout: PATIENCE_MS,
  },
};

/** End-to-end tests start real processes: one file at a time, with room for a busy machine. */
const endToEnd = {
  test: {
    name: "e2e",
    include: ["e2e/**/*.test.ts"],
    exclude: ["e2e/docker/**"],
    fileParallelism: false,
    testTimeout: PATIENCE_MS,
    hookTimeout: PATIENCE_MS,
  },
};

const examples = {
  test: {
    name: "examples",
    include: ["{examples,scripts,benchmarks}/**/*.test.ts"],
    testTimeout: PATIENCE_MS,
  },
};

export default defineConfig({
  test: {
    projects: [...folders.map(packageProject), examples, fastKernels, endToEnd],
    passWithNoTests: true,
  },
});
