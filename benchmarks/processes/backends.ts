import { join } from "node:path";
import type { WantedKernels } from "@chimera/kernels";
import type { Report } from "../measure/report.ts";
import { workspaceRoot } from "../workspace-root.ts";
import { startLineProcess, type LineProcess } from "./line-process.ts";
import { startPython, type PythonOptions } from "./python.ts";

const BACKENDS = ["ts", "wasm", "openblas"] as const satisfies readonly WantedKernels[];

/** Compute with this backend from now on. */
export interface LoadOrder {
  order: "load";
  kernels: (typeof BACKENDS)[number];
}

/** What computes, or why it cannot. */
export type LoadAnswer = { name: string } | { missing: string };

/** A backend of ours, or a peer, in a process of its own. */
export interface Backend<Order, Answer> {
  name: string;
  process: LineProcess<Order, Answer>;
}

/**
 * A process for each backend of ours that this machine has; of the others the report says why not.
 *
 * @param program its folder in `dist/`; it answers `load` with `loadBackend`.
 */
export async function startBackends<Order, Answer>(
  program: string,
  report: Report,
): Promise<Backend<Order, Answer>[]> {
  const main = join(workspaceRoot, "dist", program, "main.js");
  const backends: Backend<Order, Answer>[] = [];
  for (const kernels of BACKENDS) {
    const child = startLineProcess<Order, Answer>(process.execPath, [main]);
    const answer = await load(child, kernels);
    if ("name" in answer) backends.push({ name: answer.name, process: child });
    else {
      report.line(kernels, `not measured: ${answer.missing}`);
      child.stop();
    }
  }
  return backends;
}

/** @param script under `benchmarks/peers/`; it answers `load` with its name. */
export async function startPeer<Order, Answer>(
  python: string,
  script: string,
  options: PythonOptions,
): Promise<Backend<Order, Answer>> {
  const child = startPython<Order, Answer>(python, script, options);
  const { name } = (await load(child, "ts")) as { name: string };
  return { name, process: child };
}

/** Every process takes this order, whatever its others are. */
function load(child: unknown, kernels: LoadOrder["kernels"]): Promise<LoadAnswer> {
  return (child as LineProcess<LoadOrder, LoadAnswer>).ask({ order: "load", kernels });
}

/** The core of OpenBLAS that ours takes for this processor: a peer's OpenBLAS, being older, may not know it. */
export function openBlasCore(...kernels: readonly string[]): string | undefined {
  return kernels.map((name) => /^openblas-(\w+)/u.exec(name)?.[1]).find((core) => core !== undefined);
}
