import { defineConfig } from "vitest/config";

/** One file at a time on the one engine, with room for the first image build. */
export default defineConfig({
  test: {
    name: "docker",
    include: ["e2e/docker/**/*.test.ts"],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 600_000,
  },
});
