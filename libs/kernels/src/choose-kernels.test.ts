import { strided, typescriptKernels, type Kernels } from "@chimera/algorithms";
import { describe, expect, test } from "vitest";
import { chooseKernels, KernelChoiceError, type KernelLoaders } from "./choose-kernels.ts";
import { coreFor, NoOpenBlasError } from "./openblas/index.ts";

const wasm: Kernels = { ...typescriptKernels, name: "wasm-simd" };

const all: KernelLoaders = {
  wasm: () => Promise.resolve(wasm),
  openblas: (beneath) => ({ ...beneath, name: "openblas-haswell" }),
};

const withoutOpenBlas: KernelLoaders = {
  ...all,
  openblas: () => {
    throw new NoOpenBlasError("the library is not installed");
  },
};

const none: KernelLoaders = { ...withoutOpenBlas, wasm: () => Promise.reject(new Error("no SIMD")) };

describe("chooseKernels", () => {
  test.each([
    ["auto", all, "openblas-haswell+wasm-simd", "OpenBLAS was found"],
    ["auto", withoutOpenBlas, "wasm-simd", "OpenBLAS is left out: the library is not installed"],
    ["auto", none, "typescript", "OpenBLAS is left out"],
    ["auto", { ...all, wasm: none.wasm }, "openblas-haswell+typescript", "found"],
    ["ts", all, "typescript", "CHIMERA_KERNELS=ts"],
    ["wasm", all, "wasm-simd", "CHIMERA_KERNELS=wasm"],
    ["openblas", all, "openblas-haswell+wasm-simd", "CHIMERA_KERNELS=openblas"],
  ] as const)("%s of what is there (%#)", async (wanted, loaders, name, reason) => {
    const choice = await chooseKernels(wanted, loaders);
    expect(choice.kernels.name).toBe(name);
    expect(choice.reason).toContain(reason);
  });

  test.each([
    ["wasm", none, /CHIMERA_KERNELS=wasm asks for, but this runtime cannot load them \(no SIMD\): install/],
    [
      "openblas",
      withoutOpenBlas,
      /but the library is not installed: install what is missing or broken, or unset/,
    ],
  ] as const)("refuses %s where it is missing", async (wanted, loaders, says) => {
    await expect(chooseKernels(wanted, loaders)).rejects.toThrow(KernelChoiceError);
    await expect(chooseKernels(wanted, loaders)).rejects.toThrow(says);
  });

  test("small products take the short way, by their size alone", async () => {
    const called: number[] = [];
    const counting: Kernels = { ...wasm, gemv: (_, { nRows }) => called.push(nRows) };
    const { kernels } = await chooseKernels("auto", { ...none, wasm: () => Promise.resolve(counting) });
    for (const n of [8, 9])
      kernels.gemv(1, strided(new Float64Array(n * 8), n, 8), new Float64Array(8), 0, new Float64Array(n));
    expect(called).toEqual([9]);
  });
});

test.each([
  [["avx2", "fma", "avx512f", "avx512dq", "avx512bw", "avx512vl"], "SkylakeX"],
  [["avx2", "fma", "avx512f"], "Haswell"],
  [["sse4_2"], undefined],
  [[], undefined],
])("OpenBLAS's core for a processor with %j", (flags, core) => {
  expect(coreFor(new Set(flags))).toBe(core);
});
