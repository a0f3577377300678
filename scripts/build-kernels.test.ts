import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { generatedModules } from "./build-kernels.mjs";

test("the committed modules are what the sources give", async () => {
  const committed = readFileSync("libs/kernels/src/wasm/modules.generated.ts", "utf8");
  expect(await generatedModules()).toBe(committed);
});
