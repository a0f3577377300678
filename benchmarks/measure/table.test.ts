import { expect, it } from "vitest";
import { tableLines } from "./table.ts";

it("aligns names to the left and numbers to the right", () => {
  const lines = tableLines([
    ["GFLOP/s", "ts", "wasm"],
    ["gemv", "2.20", "3.7"],
    ["gemm 1024³", "4.0", "21.9"],
  ]);
  expect(lines).toEqual(["GFLOP/s       ts  wasm", "gemv        2.20   3.7", "gemm 1024³   4.0  21.9"]);
});
