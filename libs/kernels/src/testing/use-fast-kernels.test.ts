import { kernels } from "@chimera/algorithms";
import { expect, test } from "vitest";

test("these tests do not compute with the reference", () => {
  expect(kernels().name).toMatch(/wasm/);
});
