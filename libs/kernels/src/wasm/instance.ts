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
  addToRows64: Rows;
  addToRows32: Rows;
  rectifyRows64: Rows;
  rectifyRows32: Rows;
  rectifyGradient64(y: number, g: number, n: number): void;
  rectifyGradient32(y: number, g: number, n: number): void;
  softmaxRows64(z: number, m: number, n: number): void;
  softmaxRows32(z: number, m: number, n: number): void;
  squaredDistances64: Distances;
  squaredDistances32: Distances;
  takePatches64: OfWindow;
  takePatches32: OfWindow;
  addPatches64: OfWindow;
  addPatches32: OfWindow;
  maxPool64: MaxPool;
  maxPool32: MaxPool;
  maxPoolGradient64: MaxPoolGradient;
  maxPoolGradient32: MaxPoolGradient;
  meanPool64: OfWindow;
  meanPool32: OfWindow;
  meanPoolGradient64: OfWindow;
  meanPoolGradient32: OfWindow;
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
type Rows = (z: number, stride: number, m: number, n: number, b: number) => void;
/** @param window where a `SlidingWindow` lies. */
type OfWindow = (window: number, from: number, n: number, to: number) => void;
type MaxPool = (window: number, x: number, n: number, first: number, y: number, places: number) => void;
type MaxPoolGradient = (
  d: number,
  places: number,
  length: number,
  first: number,
  dx: number,
  size: number,
) => void;
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
