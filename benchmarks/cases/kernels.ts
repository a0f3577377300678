import {
  gigaflops,
  PRODUCTS,
  type ProductAnswer,
  type ProductCase,
  type ProductOrder,
  type TimeOrder,
} from "../kernels/products.ts";
import { inTurn } from "../measure/in-turn.ts";
import { Report, type Aim } from "../measure/report.ts";
import { summarize } from "../measure/statistics.ts";
import { tableLines } from "../measure/table.ts";
import { openBlasCore, startBackends, startPeer, type Backend } from "../processes/backends.ts";
import { pythonWith, type PythonOptions } from "../processes/python.ts";

/** One column of the table. */
type Column = Backend<TimeOrder, ProductAnswer>;
type Dtype = ProductOrder["dtype"];

const TURNS = 7;
const WARM_UP = 1;
const SECONDS = 0.03;

/** What a backend of ours should reach, as a share of numpy's GFLOP/s in float64. */
const AIMS: readonly { product: RegExp; backend: RegExp; aim: Aim }[] = [
  { product: /^gemv/u, backend: /^wasm/u, aim: { atLeast: 0.7, unit: "" } },
  { product: /1024/u, backend: /^wasm/u, aim: { atLeast: 0.4, unit: "(Node.js 24)" } },
  { product: /1024/u, backend: /^openblas/u, aim: { atLeast: 0.95, unit: "" } },
];

/** The products of each backend of ours beside those of numpy, each in a process of its own with one thread. */
export async function kernels(): Promise<void> {
  const report = new Report("kernels: GFLOP/s, one thread, all in turn", console.log, 58);
  const ours = await startBackends<TimeOrder, ProductAnswer>("bench-kernels", report);
  const peers = await startNumpy(ours, report);
  const backends = [...peers, ...ours];
  for (const dtype of ["float64", "float32"] as const) {
    const rows = [[dtype, ...backends.map(({ name }) => name)]];
    const ratios: (() => void)[] = [];
    for (const productCase of PRODUCTS) {
      const turns = await measure(productCase, dtype, backends);
      rows.push([
        productCase.name,
        ...backends.map((_, b) => summarize(turns.map((turn) => turn[b])).median.toPrecision(3)),
      ]);
      if (dtype === "float64")
        ratios.push(() => reportAims(productCase, turns, backends, peers.length, report));
    }
    for (const line of tableLines(rows)) report.text(line);
    for (const print of ratios) print();
  }
  for (const { process } of backends) process.stop();
}

/** numpy as it is, and where that is another one, with the core that our own OpenBLAS takes for this processor. */
async function startNumpy(ours: readonly Column[], report: Report): Promise<Column[]> {
  const python = pythonWith("numpy");
  if (python === undefined) {
    report.line("numpy", "not measured: python3-numpy is not installed");
    return [];
  }
  const asItIs = await startOneNumpy(python, {});
  const coreType = openBlasCore(...ours.map(({ name }) => name));
  if (coreType === undefined || asItIs.name.endsWith(coreType)) return [asItIs];
  return [asItIs, await startOneNumpy(python, { coreType })];
}

function startOneNumpy(python: string, options: PythonOptions): Promise<Column> {
  return startPeer(python, "numpy_kernels.py", { nThreads: 1, ...options });
}

/** @returns for each turn, the GFLOP/s of each backend. */
async function measure(
  { name, product }: ProductCase,
  dtype: Dtype,
  backends: readonly Column[],
): Promise<number[][]> {
  const checks: number[] = [];
  const runs = backends.map((backend, b) => async () => {
    const { seconds, check } = await backend.process.ask({
      order: "time",
      ...product,
      dtype,
      seconds: SECONDS,
    });
    checks[b] = check;
    return gigaflops(product) / seconds;
  });
  const turns = await inTurn(runs, TURNS, WARM_UP);
  const tolerance = dtype === "float64" ? 1e-9 : 1e-3;
  const wrong = checks.findIndex((check) => Math.abs(check - checks[0]) > tolerance * checks[0]);
  if (wrong >= 0)
    throw new Error(`${name}: ${backends[wrong].name} and ${backends[0].name} compute other numbers.`);
  return turns;
}

function reportAims(
  { name }: ProductCase,
  turns: readonly number[][],
  backends: readonly Column[],
  nPeers: number,
  report: Report,
): void {
  for (const { product, backend, aim } of AIMS) {
    if (!product.test(name)) continue;
    for (let b = nPeers; b < backends.length; b++) {
      if (!backend.test(backends[b].name)) continue;
      for (let p = 0; p < nPeers; p++) {
        const ratio = summarize(turns.map((turn) => turn[b] / turn[p]));
        report.figure(`${name}: ${backends[b].name} / ${backends[p].name}`, ratio, "", aim);
      }
    }
  }
}
