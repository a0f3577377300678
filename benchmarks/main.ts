/** `npm run bench [-- <name> …]`: prints the figures of all benchmarks, or of the named ones. */
import { bubble } from "./cases/bubble.ts";
import { bagging } from "./cases/bagging.ts";
import { cost } from "./cases/cost.ts";
import { bigRound } from "./cases/big-round.ts";
import { csv } from "./cases/csv.ts";
import { kernels } from "./cases/kernels.ts";
import { learners } from "./cases/learners.ts";
import { memory } from "./cases/memory.ts";
import { emptyRound, localEpochs, round } from "./cases/parameter-server.ts";
import { mnist } from "./cases/mnist.ts";
import { networks } from "./cases/networks.ts";
import { peakMemory } from "./cases/peak-memory.ts";
import { pipeline } from "./cases/pipeline.ts";
import { replicas } from "./cases/replicas.ts";
import { stageTransfer } from "./cases/stage-transfer.ts";
import { start } from "./cases/start.ts";
import { transfer } from "./cases/transfer.ts";
import { describeMachine } from "./machine.ts";

const benchmarks: Record<string, () => Promise<void>> = {
  round,
  "empty-round": emptyRound,
  "local-epochs": localEpochs,
  bagging,
  kernels,
  networks,
  pipeline,
  bubble,
  "stage-transfer": stageTransfer,
  replicas,
  mnist,
  learners,
  cost,
  csv,
  transfer,
  "big-round": bigRound,
  start,
  memory,
  "peak-memory": peakMemory,
};

// Ctrl-C runs the handlers that end what was started and remove what was written.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(benchmarks);
const unknown = names.filter((name) => !(name in benchmarks));
if (unknown.length > 0) {
  console.error(
    `There is no benchmark ${unknown.join(", ")}: choose from ${Object.keys(benchmarks).join(", ")}.`,
  );
  process.exitCode = 1;
} else {
  console.log(describeMachine());
  console.log("Medians (min–max), ours and the bare loop in turn; ratio: median over the pairs.");
  for (const name of names) await benchmarks[name]();
}
