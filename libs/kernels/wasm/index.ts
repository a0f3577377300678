import * as distances from "./distances";
import * as gemm from "./gemm";
import * as gemv from "./gemv";
import * as patches from "./patches";
import * as pools from "./pools";
import * as rectifier from "./rectifier";
import { SlidingWindow } from "./sliding-window";
import * as softmax from "./softmax";

/** What JavaScript calls. Addresses are bytes in the imported memory; 64 and 32 say the type of the elements. */

export { gemmWorkspace } from "./gemm";
export { sgdSweep } from "./sgd";

export function gemv64(alpha: f64, a: usize, stride: i32, m: i32, n: i32, x: usize, y: usize): void {
  gemv.addGemv<f64>(alpha, a, stride, m, n, x, y);
}
export function gemv32(alpha: f32, a: usize, stride: i32, m: i32, n: i32, x: usize, y: usize): void {
  gemv.addGemv<f32>(alpha, a, stride, m, n, x, y);
}
export function gemvTransposed64(
  alpha: f64,
  a: usize,
  stride: i32,
  m: i32,
  n: i32,
  x: usize,
  y: usize,
): void {
  gemv.addGemvTransposed<f64>(alpha, a, stride, m, n, x, y);
}
export function gemvTransposed32(
  alpha: f32,
  a: usize,
  stride: i32,
  m: i32,
  n: i32,
  x: usize,
  y: usize,
): void {
  gemv.addGemvTransposed<f32>(alpha, a, stride, m, n, x, y);
}

export function gemm64(
  m: i32,
  n: i32,
  k: i32,
  alpha: f64,
  a: usize,
  aRow: i32,
  aColumn: i32,
  b: usize,
  bRow: i32,
  bColumn: i32,
  c: usize,
  ldc: i32,
  workspace: usize,
): void {
  gemm.addGemm<f64>(m, n, k, alpha, a, aRow, aColumn, b, bRow, bColumn, c, ldc, workspace);
}
export function gemm32(
  m: i32,
  n: i32,
  k: i32,
  alpha: f32,
  a: usize,
  aRow: i32,
  aColumn: i32,
  b: usize,
  bRow: i32,
  bColumn: i32,
  c: usize,
  ldc: i32,
  workspace: usize,
): void {
  gemm.addGemm<f32>(m, n, k, alpha, a, aRow, aColumn, b, bRow, bColumn, c, ldc, workspace);
}

export function addToRows64(z: usize, stride: i32, m: i32, n: i32, b: usize): void {
  rectifier.addToRows<f64>(z, stride, m, n, b);
}
export function addToRows32(z: usize, stride: i32, m: i32, n: i32, b: usize): void {
  rectifier.addToRows<f32>(z, stride, m, n, b);
}
export function rectifyRows64(z: usize, stride: i32, m: i32, n: i32, b: usize): void {
  rectifier.rectifyRows<f64>(z, stride, m, n, b);
}
export function rectifyRows32(z: usize, stride: i32, m: i32, n: i32, b: usize): void {
  rectifier.rectifyRows<f32>(z, stride, m, n, b);
}
export function rectifyGradient64(y: usize, g: usize, n: i32): void {
  rectifier.rectifyGradient<f64>(y, g, n);
}
export function rectifyGradient32(y: usize, g: usize, n: i32): void {
  rectifier.rectifyGradient<f32>(y, g, n);
}

export function softmaxRows64(z: usize, m: i32, n: i32): void {
  softmax.softmaxRows<f64>(z, m, n);
}
export function softmaxRows32(z: usize, m: i32, n: i32): void {
  softmax.softmaxRows<f32>(z, m, n);
}

export function squaredDistances64(a: usize, m: i32, b: usize, l: i32, n: i32, d: usize): void {
  distances.squaredDistances<f64>(a, m, b, l, n, d);
}
export function squaredDistances32(a: usize, m: i32, b: usize, l: i32, n: i32, d: usize): void {
  distances.squaredDistances<f32>(a, m, b, l, n, d);
}

export function takePatches64(window: SlidingWindow, x: usize, n: i32, p: usize): void {
  patches.takePatches<f64>(window, x, n, p);
}
export function takePatches32(window: SlidingWindow, x: usize, n: i32, p: usize): void {
  patches.takePatches<f32>(window, x, n, p);
}
export function addPatches64(window: SlidingWindow, p: usize, n: i32, x: usize): void {
  patches.addPatches<f64>(window, p, n, x);
}
export function addPatches32(window: SlidingWindow, p: usize, n: i32, x: usize): void {
  patches.addPatches<f32>(window, p, n, x);
}

export function maxPool64(
  window: SlidingWindow,
  x: usize,
  n: i32,
  first: i32,
  y: usize,
  places: usize,
): void {
  pools.maxPool<f64>(window, x, n, first, y, places);
}
export function maxPool32(
  window: SlidingWindow,
  x: usize,
  n: i32,
  first: i32,
  y: usize,
  places: usize,
): void {
  pools.maxPool<f32>(window, x, n, first, y, places);
}
export function maxPoolGradient64(
  d: usize,
  places: usize,
  length: i32,
  first: i32,
  dx: usize,
  size: i32,
): void {
  pools.maxPoolGradient<f64>(d, places, length, first, dx, size);
}
export function maxPoolGradient32(
  d: usize,
  places: usize,
  length: i32,
  first: i32,
  dx: usize,
  size: i32,
): void {
  pools.maxPoolGradient<f32>(d, places, length, first, dx, size);
}
export function meanPool64(window: SlidingWindow, x: usize, n: i32, y: usize): void {
  pools.meanPool<f64>(window, x, n, y);
}
export function meanPool32(window: SlidingWindow, x: usize, n: i32, y: usize): void {
  pools.meanPool<f32>(window, x, n, y);
}
export function meanPoolGradient64(window: SlidingWindow, d: usize, n: i32, dx: usize): void {
  pools.meanPoolGradient<f64>(window, d, n, dx);
}
export function meanPoolGradient32(window: SlidingWindow, d: usize, n: i32, dx: usize): void {
  pools.meanPoolGradient<f32>(window, d, n, dx);
}
