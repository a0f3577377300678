import * as distances from "./distances";
import * as gemm from "./gemm";
import * as gemv from "./gemv";
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
