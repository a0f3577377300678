/** `node examples/load-data.mjs <folder>`: runs the `load-data.ts` of an example. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { runTypeScript } from "./run-typescript.mjs";

const file = join(resolve(process.argv[2] ?? "."), "load-data.ts");
if (!existsSync(file)) {
  console.error(`There is no file ${file}: give the folder of an example, such as examples/quickstart.`);
  process.exit(1);
}
await runTypeScript(file);
