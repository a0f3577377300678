import { fileURLToPath } from "node:url";

/** The folder that holds `package.json`, `libs/`, `apps/` …, without a trailing separator. */
export const workspaceRoot = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");
