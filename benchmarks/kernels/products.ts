/** A product of matrices of made numbers, timed by both sides. */
export interface ProductOrder {
  kind: "gemv" | "gemvTransposed" | "gemm";
  dtype: "float64" | "float32";
  /** A is m × k, of a gemm; of the others A is m × n. */
  m: number;
  n: number;
  k: number;
  /** Calls are repeated for that many seconds. */
  seconds: number;
}

export interface ProductAnswer {
  /** Of the quickest call. */
  seconds: number;
  /** Σ of the result's absolute values: two that compute the same agree. */
  check: number;
}

export type TimeOrder = ProductOrder & { order: "time" };

export interface ProductCase {
  name: string;
  product: Pick<ProductOrder, "kind" | "m" | "n" | "k">;
}

export const PRODUCTS: readonly ProductCase[] = [
  { name: "gemv 250k×21", product: { kind: "gemv", m: 250_000, n: 21, k: 1 } },
  { name: "gemvᵀ 250k×21", product: { kind: "gemvTransposed", m: 250_000, n: 21, k: 1 } },
  { name: "gemv 20k×784", product: { kind: "gemv", m: 20_000, n: 784, k: 1 } },
  { name: "gemm 256×784×128", product: { kind: "gemm", m: 256, n: 128, k: 784 } },
  { name: "gemm 1024³", product: { kind: "gemm", m: 1024, n: 1024, k: 1024 } },
];

/** One multiplication and one addition for each term. */
export function gigaflops({ m, n, k }: { m: number; n: number; k: number }): number {
  return (2 * m * n * k) / 1e9;
}

/** The i-th of the made numbers, from −0.5 to 0.499, the same in kernels/our-kernels.ts and peers/numpy_kernels.py. */
export function madeNumber(i: number): number {
  return ((i * 7919) % 1000) / 1000 - 0.5;
}
