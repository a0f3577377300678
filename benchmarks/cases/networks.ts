import { inTurn } from "../measure/in-turn.ts";
import { Report, type Aim } from "../measure/report.ts";
import { summarize } from "../measure/statistics.ts";
import { NETWORKS, type NetworkCase, type StepsAnswer, type StepsOrder } from "../networks/networks.ts";
import { openBlasCore, startBackends, startPeer, type Backend } from "../processes/backends.ts";
import { pythonWith } from "../processes/python.ts";

type Side = Backend<StepsOrder, StepsAnswer>;

const TURNS = 7;
const WARM_UP = 2;
const STEPS = 10;

/** A training step (forward, backward, SGD) in float32 by each backend of ours, and by PyTorch, one thread each, in turn. */
export async function networks(): Promise<void> {
  const report = new Report("networks: a training step, float32, one thread, all in turn", console.log, 52);
  const ours = await startBackends<StepsOrder, StepsAnswer>("bench-network", report);
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

async function startPyTorch(ours: readonly Side[], report: Report): Promise<Side | undefined> {
  const python = pythonWith("torch");
  if (python === undefined) {
    report.line("PyTorch", "not measured: python3-torch is not installed");
    return undefined;
  }
  const coreType = openBlasCore(...ours.map(({ name }) => name));
  return startPeer(python, "torch_network.py", { nThreads: 1, coreType });
}
