/**
 * Compiles `libs/kernels/wasm` to WebAssembly and writes the modules into a source file of the package, which is committed: who
 * installs or builds the project needs no compiler for them. `npm run build:kernels` after a change of the sources.
 */
import "./workspace/require-node.mjs";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { workspaceRoot } from "./workspace/paths.mjs";

const OUTPUT = "libs/kernels/src/wasm/modules.generated.ts";

/** @returns the bytes of the module. @throws with the compiler's messages */
export async function compileKernels(features) {
  const { default: asc } = await import("assemblyscript/asc");
  let binary;
  const { error, stderr } = await asc.main(
    [
      "libs/kernels/wasm/index.ts",
      "--outFile=kernels.wasm",
      "--runtime=stub",
      "--importMemory",
      "--optimizeLevel=3",
      "--noAssert",
      // Vectors in the signature of inner functions: no embedder sees them.
      "--disableWarning=112",
      ...features.flatMap((feature) => ["--enable", feature]),
    ],
    {
      readFile: undefined,
      writeFile: (name, contents) => {
        if (name.endsWith(".wasm")) binary = contents;
      },
    },
  );
  if (error) throw new Error(`The kernels do not compile: ${stderr.toString()}`);
  return binary;
}

/** The text of the generated source file. */
export async function generatedModules() {
  const base64 = async (features) => Buffer.from(await compileKernels(features)).toString("base64");
  return (
    "/* Made by `npm run build:kernels` from libs/kernels/wasm: do not edit. */\n\n" +
    `/** Vectors of 128 bits. */\nexport const SIMD =\n  "${await base64(["simd"])}";\n\n` +
    `/** The same with fused multiply-add. */\nexport const RELAXED_SIMD =\n  "${await base64(["simd", "relaxed-simd"])}";\n`
  );
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  writeFileSync(join(workspaceRoot, OUTPUT), await generatedModules());
  console.log(`wrote ${OUTPUT}`);
}
