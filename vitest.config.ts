import { readdirSync, readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";

/** Every workspace package, and the folders of tests that belong to none, is one vitest project. */
const folders = [
  ...readdirSync("libs").map((name) => `libs/${name}`),
  ...readdirSync("apps").map((name) => `apps/${name}`),
  "compose",
];

const packageProject = (folder: string) => ({
  test: {
    name: (JSON.parse(readFileSync(`${folder}/package.json`, "utf8")) as { name: string }).name,
    include: [`${folder}/src/**/*.test.ts`],
  },
});

/** End-to-end tests start real processes: one file at a time, with room for a busy machine. */
const endToEnd = {
  test: {
    name: "e2e",
    include: ["e2e/**/*.test.ts"],
    exclude: ["e2e/docker/**"],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
};

const examples = { test: { name: "examples", include: ["{examples,scripts,benchmarks}/**/*.test.ts"] } };

export default defineConfig({
  test: {
    projects: [...folders.map(packageProject), examples, endToEnd],
    passWithNoTests: true,
  },
});
