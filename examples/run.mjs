/** `node examples/run.mjs <file>`: runs a TypeScript program of an example. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { runTypeScript } from "./run-typescript.mjs";

const file = resolve(process.argv[2] ?? ".");
if (!existsSync(file) || !file.endsWith(".ts")) {
  console.error(`There is no TypeScript file ${file}: give one such as examples/pipeline-cnn/five-seeds.ts.`);
  process.exit(1);
}
await runTypeScript(file);
