import type {} from "./webassembly.d.ts";
/** What the module exports; see `wasm/index.ts` of this package. Addresses are bytes. */
export interface WasmExports {
  gemv64: Gemv;
  gemv32: Gemv;
  gemvTransposed64: Gemv;
  gemvTransposed32: Gemv;
  gemm64: Gemm;
  gemm32: Gemm;
  gemmWorkspace(): number;
  softmaxRows64(z: number, m: number, n: number): void;
  softmaxRows32(z: number, m: number, n: number): void;
  squaredDistances64: Distances;
  squaredDistances32: Distances;
  sgdSweep(
    loss: number,
    parameter: number,
    x: number,
    d: number,
    order: number,
    size: number,
    targets: number,
    rates: number,
    factors: number,
    l2: number,
    fitIntercept: number,
    w: number,
    bias: number,
    result: number,
  ): number;
}

type Gemv = (alpha: number, a: number, stride: number, m: number, n: number, x: number, y: number) => void;
type Distances = (a: number, m: number, b: number, l: number, n: number, d: number) => void;
type Gemm = (
  m: number,
  n: number,
  k: number,
  alpha: number,
  a: number,
  aRow: number,
  aColumn: number,
  b: number,
  bRow: number,
  bColumn: number,
  c: number,
  ldc: number,
  workspace: number,
) => void;

/** The module's own constants lie below. */
export const FIRST_FREE = 4096;

export const PAGE = 65_536;

/** The module at work in a memory. */
export class WasmInstance {
  readonly call: WasmExports;
  readonly memory: WebAssembly.Memory;

  /** @throws RangeError when the system has no such memory. */
  constructor(module: WebAssembly.Module, bytes: number) {
    this.memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) });
    const { exports } = new WebAssembly.Instance(module, { env: { memory: this.memory } });
    this.call = exports as unknown as WasmExports;
  }
}
