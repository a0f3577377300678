import type {} from "./webassembly.d.ts";
import { typescriptKernels, type Kernels } from "@chimera/algorithms";
import { DataMemories } from "./data-memory.ts";
import { WasmGemv } from "./gemv.ts";
import { wasmGemm } from "./gemm.ts";
import { wasmImageKernels } from "./images.ts";
import { RELAXED_SIMD, SIMD } from "./modules.generated.ts";
import { WasmRectifier } from "./rectifier.ts";
import { wasmSoftmaxRows, wasmSquaredDistances } from "./rows.ts";
import { Scratch } from "./scratch.ts";
import { wasmSgdSweep } from "./sgd-sweep.ts";

export interface WasmOptions {
  /** Most bytes of one array, and of the scratch memory. Default: what 32-bit addresses reach, 4 GiB less 16 MB. */
  mostBytes?: number;
  /** Whether fused multiply-add may be used where the runtime has it. Default true. */
  relaxed?: boolean;
}

const MOST_BYTES = 2 ** 32 - 2 ** 24;

/**
 * The kernels in WebAssembly with vectors of 128 bits. Sums of single vectors (`dot`, `axpy`) and scattered sums
 * (`addToHistograms`) are the reference's: they read each number once, and to copy it would cost as much.
 *
 * @throws Error when the runtime has no SIMD.
 */
export async function loadWasmKernels({
  mostBytes = MOST_BYTES,
  relaxed = true,
}: WasmOptions = {}): Promise<Kernels> {
  const fused = bytesOf(RELAXED_SIMD);
  const isFused = relaxed && WebAssembly.validate(fused);
  const module = await WebAssembly.compile(isFused ? fused : bytesOf(SIMD));
  const memories = new DataMemories(module, mostBytes);
  const scratch = new Scratch(module, mostBytes);
  const products = new WasmGemv(memories, scratch);
  const rectifier = new WasmRectifier(memories, scratch);
  return {
    ...typescriptKernels,
    name: isFused ? "wasm-relaxed-simd" : "wasm-simd",
    allocateFloat64: (n) => memories.allocate(n, 8, (buffer, at) => new Float64Array(buffer, at, n)),
    allocateFloat32: (n) => memories.allocate(n, 4, (buffer, at) => new Float32Array(buffer, at, n)),
    allocateInt32: (n) => memories.allocate(n, 4, (buffer, at) => new Int32Array(buffer, at, n)),
    allocateUint8: (n) => memories.allocate(n, 1, (buffer, at) => new Uint8Array(buffer, at, n)),
    gemv: (...operands) => products.gemv(...operands),
    gemvTransposed: (...operands) => products.gemvTransposed(...operands),
    gemm: (product) => wasmGemm(scratch, product),
    addToRows: (...operands) => rectifier.addToRows(...operands),
    rectifyRows: (...operands) => rectifier.rectifyRows(...operands),
    rectifyGradient: (...operands) => rectifier.rectifyGradient(...operands),
    ...wasmImageKernels(memories, scratch),
    softmaxRows: (Z) => wasmSoftmaxRows(scratch, Z),
    squaredDistances: (A, B, D) => wasmSquaredDistances(scratch, A, B, D),
    sgdSweep: (sweep) => wasmSgdSweep(memories, scratch, sweep),
  };
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(base64, "base64"));
}
