import {
  DataError,
  kernels,
  KNeighborsClassifier,
  matrix,
  PARALLEL_TASKS,
  RandomForestClassifier,
  RandomForestRegressor,
  serialPool,
  strided,
  typescriptKernels,
  useKernels,
  useTaskPool,
  withBlockedGemm,
  type Estimator,
  type ParallelTask,
  type TaskPool,
} from "@chimera/algorithms";
import { build } from "esbuild";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { ThreadPool } from "./thread-pool.ts";

/** Threads cannot run TypeScript everywhere: their program is bundled once, with tasks that misbehave. */
const folder = mkdtempSync(join(tmpdir(), "chimera-threads-"));
const entry = pathToFileURL(join(folder, "thread.mjs"));
await build({
  stdin: {
    contents: `
      import { PARALLEL_TASKS } from "@chimera/algorithms";
      PARALLEL_TASKS.square = { run: (shared, x) => shared[0] * x * x };
      PARALLEL_TASKS.die = { run: (deaths) => {
        Atomics.add(deaths, 0, 1);
        Atomics.notify(deaths, 0);
        process.exit(1);
      } };
      PARALLEL_TASKS.fail = { run: () => { throw new Error("in a thread"); } };
      await import("./libs/kernels/src/threads/thread.ts");
    `,
    resolveDir: new URL("../../../..", import.meta.url).pathname,
  },
  bundle: true,
  platform: "node",
  format: "esm",
  external: ["koffi"],
  banner: { js: 'import { createRequire as c } from "node:module"; const require = c(import.meta.url);' },
  outfile: join(folder, "thread.mjs"),
});

const pools: ThreadPool[] = [];

function poolOf(nThreads: number): TaskPool {
  if (nThreads === 1) return serialPool;
  const pool = new ThreadPool({ nThreads, kernels: "ts", entry });
  pools.push(pool);
  return pool;
}

afterEach(() => {
  useTaskPool(serialPool);
  useKernels(typescriptKernels);
});
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.close()));
  rmSync(folder, { recursive: true });
});

const square: ParallelTask<Float64Array, number, number> = {
  name: "square",
  run: ([factor], x) => factor * x * x,
};

describe("map", () => {
  const pool = poolOf(3);
  const large = new Float64Array(20_000).fill(2);

  test("gives the results in the order of the parts, again and again", () => {
    for (const n of [0, 1, 2, 3, 50]) {
      const parts = Array.from({ length: n }, (_, i) => i);
      expect(pool.map(square, large, parts)).toEqual(parts.map((x) => 2 * x * x));
    }
  });

  test("throws what the task throws, in its own class, and goes on working", () => {
    const refuse = (): never => {
      throw new DataError({ expected: "a", got: "b", remedy: "Do c." });
    };
    expect(() => pool.map({ name: "fail", run: refuse }, null, [1, 2, 3, 4])).toThrow(DataError);
    expect(pool.map(square, large, [1, 2, 3])).toEqual([2, 8, 18]);
  });

  test("does what is lost with a thread that dies, and starts another one", async () => {
    const deaths = new Int32Array(new SharedArrayBuffer(4));
    // The calling thread does its first part only when another has died at one.
    const survive: ParallelTask<Int32Array, number, number> = {
      name: "die",
      run(seen, x) {
        Atomics.wait(seen, 0, 0, 30_000);
        return x + 1;
      },
    };
    for (let round = 0; round < 3; round++) {
      Atomics.store(deaths, 0, 0);
      expect(pool.map(survive, deaths, [1, 2, 3, 4, 5])).toEqual([2, 3, 4, 5, 6]);
      expect(Atomics.load(deaths, 0)).toBeGreaterThan(0);
      // Lets the event loop hear of the end.
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    expect(pool.map(square, large, [1, 2, 3])).toEqual([2, 8, 18]);
  });

  test("needs a program for its threads", () => {
    const missing = pathToFileURL(join(folder, "none.js"));
    expect(() => new ThreadPool({ nThreads: 2, kernels: "ts", entry: missing })).toThrow(
      /got no such file: build it/,
    );
  });
});

function made(nRows: number, d: number): { X: ReturnType<typeof matrix>; y: number[] } {
  const X = matrix(nRows, d);
  for (let i = 0; i < X.data.length; i++) X.data[i] = Math.sin(i * 12.9898) * 43.7;
  return { X, y: Array.from({ length: nRows }, (_, i) => (X.data[i * d] > X.data[i * d + 1] ? 1 : 0)) };
}

describe("the same bits for any number of threads", () => {
  const learners: [string, () => Estimator, number][] = [
    ["forest", () => new RandomForestClassifier({ nEstimators: 7, oobScore: true }), 400],
    [
      "balanced forest",
      () => new RandomForestClassifier({ nEstimators: 5, classWeight: "balanced_subsample" }),
      300,
    ],
    [
      "forest of numbers",
      () => new RandomForestRegressor({ nEstimators: 5, oobScore: true, maxFeatures: 2 }),
      300,
    ],
    ["neighbours", () => new KNeighborsClassifier({ nNeighbors: 3 }), 6000],
    ["neighbours without a tree", () => new KNeighborsClassifier({ algorithm: "brute" }), 6000],
  ];

  test.each(learners)("%s", (_, create, nRows) => {
    const { X, y } = made(nRows, 4);
    const results = [1, 2, 3, 9].map((nThreads) => {
      useTaskPool(poolOf(nThreads));
      const model = create().fit(X, y, { seed: 5 });
      return { state: model.toState(), predictions: Array.from(model.predict(made(1500, 4).X)) };
    });
    for (const result of results) expect(result).toEqual(results[0]);
  });

  test.each([false, true])("large products (A transposed: %s)", (transposeA) => {
    const random = (n: number): Float64Array =>
      Float64Array.from({ length: n }, (_, i) => Math.sin(i * 78.233));
    const [m, k, n] = [600, 400, 300];
    const A = strided(random(m * k), transposeA ? k : m, transposeA ? m : k);
    const B = strided(random(k * n), k, n);
    useKernels(withBlockedGemm(typescriptKernels, 0));
    const products = [1, 2, 3].map((nThreads) => {
      useTaskPool(poolOf(nThreads));
      const C = strided(random(m * n), m, n);
      kernels().gemm({ alpha: 0.5, A, transposeA, B, transposeB: false, beta: -1, C });
      return C.data;
    });
    for (const product of products) expect(product).toEqual(products[0]);
    const expected = strided(random(m * n), m, n);
    typescriptKernels.gemm({ alpha: 0.5, A, transposeA, B, transposeB: false, beta: -1, C: expected });
    products[0].forEach((value, i) => expect(value).toBeCloseTo(expected.data[i], 10));
  });
});

test("every task has a name of its own", () => {
  expect(Object.keys(PARALLEL_TASKS)).toEqual(["growTrees", "nearestOfBlock", "blockProduct"]);
});
