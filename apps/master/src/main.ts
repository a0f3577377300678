import { fileURLToPath } from "node:url";
import { runProject } from "@chimera/runtime";

/** From `dist/master/main.js`: what `npm start` runs on a fresh clone. */
const quickstart = fileURLToPath(new URL("../../examples/quickstart", import.meta.url));

await runProject({ projectDir: process.env.CHIMERA_PROJECT || quickstart });
