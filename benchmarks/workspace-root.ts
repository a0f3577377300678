import { fileURLToPath } from "node:url";

/** The clone, seen from the bundle: `dist/bench/main.js`. */
export const workspaceRoot = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/u, "");
