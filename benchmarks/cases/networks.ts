import { join } from "node:path";
import { inTurn } from "../measure/in-turn.ts";
import { Report, type Aim } from "../measure/report.ts";
import { summarize } from "../measure/statistics.ts";
import { NETWORKS, type NetworkCase, type NetworkOrder, type StepsAnswer } from "../networks/networks.ts";
import { startLineProcess, type LineProcess } from "../processes/line-process.ts";
import { pythonWith, startPython } from "../processes/python.ts";
import { workspaceRoot } from "../workspace-root.ts";

type NetworkProcess = LineProcess<NetworkOrder, StepsAnswer & { name?: string; missing?: string }>;

interface Side {
  name: string;
  process: NetworkProcess;
}

const TURNS = 7;
const WARM_UP = 2;
const STEPS = 10;

/** A training step (forward, backward, SGD) in float32 by each backend of ours, and by PyTorch, one thread each, in turn. */
export async function networks(): Promise<void> {
  const report = new Report("networks: a training step, float32, one thread, all in turn", console.log, 44);
  const ours = await startOurs(report);
  const peer = await startPyTorch(ours, report);
  const sides = peer ? [peer, ...ours] : ours;
  for (const network of NETWORKS) {
    const turns = await measure(network, sides);
    report.text(network.name);
    sides.forEach(({ name }, s) => {
      report.figure(`  ${name}`, summarize(turns.map((turn) => 1000 * turn[s])), "ms");
      if (!peer || s === 0) return;
      const ratio = summarize(turns.map((turn) => turn[s] / turn[0]));
      report.figure(`  ${name} / ${peer.name}`, ratio, "", aimOf(network, name));
    });
  }
  for (const { process } of sides) process.stop();
}

function aimOf({ aim }: NetworkCase, name: string): Aim | undefined {
  return aim !== undefined && name.startsWith("openblas") ? { atMost: aim, unit: "" } : undefined;
}

/** @returns for each turn the seconds of a step of each side. @throws Error when the sides' losses differ. */
async function measure(network: NetworkCase, sides: readonly Side[]): Promise<number[][]> {
  const losses: number[] = [];
  const runs = sides.map(({ process }, s) => async () => {
    const { seconds, loss } = await process.ask({ order: "steps", ...network, steps: STEPS });
    losses[s] = loss;
    return seconds / STEPS;
  });
  const turns = await inTurn(runs, TURNS, WARM_UP);
  const wrong = losses.findIndex((loss) => !(Math.abs(loss - losses[0]) < 1e-3 * losses[0]));
  if (wrong >= 0)
    throw new Error(`${network.name}: ${sides[wrong].name} learns other numbers: ${losses.join(", ")}`);
  return turns;
}

async function startOurs(report: Report): Promise<Side[]> {
  const sides: Side[] = [];
  for (const wanted of ["ts", "wasm", "openblas"] as const) {
    const process: NetworkProcess = startLineProcess(globalThis.process.execPath, [
      join(workspaceRoot, "dist/bench-network/main.js"),
    ]);
    const { name, missing } = await process.ask({ order: "load", kernels: wanted });
    if (name !== undefined) sides.push({ name, process });
    else {
      report.line(wanted, `not measured: ${String(missing)}`);
      process.stop();
    }
  }
  return sides;
}

/** PyTorch with the core of OpenBLAS that ours takes for this processor: an older OpenBLAS may not know it. */
async function startPyTorch(ours: readonly Side[], report: Report): Promise<Side | undefined> {
  const python = pythonWith("torch");
  if (python === undefined) {
    report.line("PyTorch", "not measured: python3-torch is not installed");
    return undefined;
  }
  const core = ours
    .map(({ name }) => /^openblas-(\w+)/u.exec(name)?.[1])
    .find((found) => found !== undefined);
  const process: NetworkProcess = startPython(python, "torch_network.py", {
    nThreads: 1,
    ...(core !== undefined && { coreType: core }),
  });
  const { name = "PyTorch" } = await process.ask({ order: "load", kernels: "ts" });
  return { name, process };
}
