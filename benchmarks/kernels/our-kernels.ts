/** A process that times products by one backend of ours: reads orders from standard input, a line of JSON each. */
import { strided, type Floats, type Kernels } from "@chimera/algorithms";
import { chooseKernels } from "@chimera/kernels";
import { answerLines } from "../processes/answer-lines.ts";
import {
  madeNumber,
  type BackendAnswer,
  type KernelOrder,
  type ProductAnswer,
  type ProductOrder,
} from "./products.ts";

let kernels: Kernels;

async function load(wanted: "ts" | "wasm" | "openblas"): Promise<BackendAnswer> {
  try {
    ({ kernels } = await chooseKernels(wanted));
    return { name: kernels.name };
  } catch (error) {
    return { missing: (error as Error).message };
  }
}

/** A product on operands of its own, and where its result is. */
interface Prepared {
  multiply(): void;
  result: Floats;
}

/** The last product, kept: the same one is asked for in every turn. */
let last: { key: string; prepared: Prepared } | undefined;

function time(order: ProductOrder): ProductAnswer {
  const key = JSON.stringify(order);
  if (last?.key !== key) last = { key, prepared: prepare(order) };
  const { multiply, result } = last.prepared;
  let best = Infinity;
  const end = performance.now() + 1000 * order.seconds;
  do {
    const startedAt = performance.now();
    multiply();
    best = Math.min(best, performance.now() - startedAt);
  } while (performance.now() < end);
  let check = 0;
  for (const value of result) check += Math.abs(value);
  return { seconds: best / 1000, check };
}

function prepare({ kind, dtype, m, n, k }: ProductOrder): Prepared {
  const allocate = (length: number): Floats =>
    dtype === "float64" ? kernels.allocateFloat64(length) : kernels.allocateFloat32(length);
  const made = (length: number): Floats => {
    const numbers = allocate(length);
    for (let i = 0; i < length; i++) numbers[i] = madeNumber(i);
    return numbers;
  };
  if (kind === "gemm") {
    const [A, B] = [strided(made(m * k), m, k), strided(made(k * n), k, n)];
    const C = strided(allocate(m * n), m, n);
    const product = { alpha: 1, A, transposeA: false, B, transposeB: false, beta: 0, C };
    return { multiply: () => kernels.gemm(product), result: C.data };
  }
  const A = strided(made(m * n), m, n);
  const [x, y] = kind === "gemv" ? [made(n), allocate(m)] : [made(m), allocate(n)];
  return { multiply: () => kernels[kind](1, A, x, 0, y), result: y };
}

function answerTo(order: KernelOrder): Promise<BackendAnswer> | ProductAnswer {
  return order.order === "load" ? load(order.kernels) : time(order);
}

await answerLines(answerTo);
