import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { workspaceRoot } from "../workspace-root.ts";
import { startLineProcess, type LineProcess } from "./line-process.ts";

/** The Python interpreters that may have a library: the one in the path, then the system's. */
const PYTHONS = ["python3", "/usr/bin/python3"];

/**
 * @param library as it is imported, e.g. `sklearn`.
 * @returns the command of a Python that has it, the system's where both have; or `undefined`.
 */
export function pythonWith(library: string): string | undefined {
  return PYTHONS.findLast((python) => spawnSync(python, ["-c", `import ${library}`]).status === 0);
}

export interface PythonOptions {
  args?: readonly string[];
  /** Threads of its linear algebra; `undefined`: as many as it takes by itself. */
  nThreads?: number;
  /** The kernels that OpenBLAS is told to use, e.g. `Haswell`; `undefined`: those it chooses itself. */
  coreType?: string;
}

/** @param script under `benchmarks/peers/`. */
export function startPython<Order, Answer>(
  python: string,
  script: string,
  { args = [], nThreads, coreType }: PythonOptions = {},
): LineProcess<Order, Answer> {
  const env: NodeJS.ProcessEnv = { ...process.env };
  // Set on some machines for older libraries; they would slow newer ones down.
  delete env.OPENBLAS_CORETYPE;
  delete env.OPENBLAS_L2_SIZE;
  if (coreType !== undefined) env.OPENBLAS_CORETYPE = coreType;
  if (nThreads !== undefined)
    Object.assign(env, { OMP_NUM_THREADS: String(nThreads), OPENBLAS_NUM_THREADS: String(nThreads) });
  return startLineProcess(python, [join(workspaceRoot, "benchmarks/peers", script), ...args], env);
}
