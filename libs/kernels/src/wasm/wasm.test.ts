import type {} from "./webassembly.d.ts";
import { strided } from "@chimera/algorithms";
import { expect, test } from "vitest";
import { KernelMemoryError, loadWasmKernels } from "./index.ts";

test("fused multiply-add is used where the runtime has relaxed SIMD", async () => {
  // f64x2.relaxed_madd of three zero vectors, dropped.
  const zero = [0xfd, 0x0c, ...new Array<number>(16).fill(0)];
  const body = [0, ...zero, ...zero, ...zero, 0xfd, 0x87, 0x02, 0x1a, 0x0b];
  const probe = Uint8Array.from([
    ...[
      0,
      0x61,
      0x73,
      0x6d,
      1,
      0,
      0,
      0,
      1,
      4,
      1,
      0x60,
      0,
      0,
      3,
      2,
      1,
      0,
      10,
      body.length + 2,
      1,
      body.length,
    ],
    ...body,
  ]);
  const { name } = await loadWasmKernels();
  expect(name).toBe(WebAssembly.validate(probe) ? "wasm-relaxed-simd" : "wasm-simd");
  expect((await loadWasmKernels({ relaxed: false })).name).toBe("wasm-simd");
});

test("what is allocated is zeros in a memory of its own, which views share", async () => {
  const kernels = await loadWasmKernels();
  const large = kernels.allocateFloat64(10_000);
  expect(large).toEqual(new Float64Array(10_000));
  expect(large.buffer.byteLength % 65_536).toBe(0);
  expect(kernels.allocateFloat32(10_000).buffer).not.toBe(large.buffer);
  expect(kernels.allocateUint8(20_000)).toHaveLength(20_000);
  expect(kernels.allocateInt32(7).buffer.byteLength).toBe(28);
});

test("products read data in kernel memory where it lies: for a copy there would be no room", async () => {
  const kernels = await loadWasmKernels({ mostBytes: 150_000 });
  const x = new Float64Array(20).fill(2);
  const y = new Float64Array(900);
  const A = strided(kernels.allocateFloat64(18_000), 900, 20);
  A.data.fill(1);
  kernels.gemv(1, A, x, 0, y);
  expect(y).toEqual(new Float64Array(900).fill(40));
  const elsewhere = { ...A, data: new Float64Array(18_000) };
  expect(() => kernels.gemv(1, elsewhere, x, 0, y)).toThrow(KernelMemoryError);
});

test("memory has a limit, and says so", async () => {
  const kernels = await loadWasmKernels({ mostBytes: 3_000_000 });
  expect(() => kernels.allocateFloat64(400_000)).toThrow(KernelMemoryError);
  expect(() => kernels.allocateFloat64(400_000)).toThrow(
    "Expected at most 3.0 MB of memory for the kernels at once, got a need of 3.2 MB",
  );
  const square = (): ReturnType<typeof strided> => strided(new Float64Array(90_000), 300, 300);
  const product = { alpha: 1, transposeA: false, transposeB: false, beta: 0 };
  expect(() => kernels.gemm({ ...product, A: square(), B: square(), C: square() })).toThrow(
    KernelMemoryError,
  );
  const fine = strided(new Float64Array(4).fill(1), 2, 2);
  const C = strided(new Float64Array(4), 2, 2);
  expect(() => kernels.gemm({ ...product, A: fine, B: fine, C })).toThrow(KernelMemoryError);
});

test("the scratch memory grows, and what it held before a product does not matter", async () => {
  const kernels = await loadWasmKernels();
  for (const n of [3, 400, 5]) {
    const make = (): Float64Array => new Float64Array(n * n).fill(1);
    const C = strided(new Float64Array(n * n).fill(7), n, n);
    const [A, B] = [strided(make(), n, n), strided(make(), n, n)];
    kernels.gemm({ alpha: 1, A, transposeA: false, B, transposeB: false, beta: 1, C });
    expect(C.data).toEqual(new Float64Array(n * n).fill(n + 7));
  }
});
