import { defineConfig } from "vitest/config";

/** One file at a time on the one engine, with room for a busy machine. */
export default defineConfig({
  test: {
    name: "docker",
    include: ["e2e/docker/**/*.test.ts"],
    globalSetup: "e2e/docker/support/build-images.ts",
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
