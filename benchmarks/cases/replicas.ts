import { dense } from "@chimera/algorithms";
import type { PipelineOptions } from "@chimera/distributed";
import { makeData } from "../data/made-data.ts";
import { makeProject } from "../data/temporary-project.ts";
import { interleave } from "../measure/interleave.ts";
import { Report } from "../measure/report.ts";
import { startOurs, type OurProgram } from "../ours/program.ts";
import { pipelineMaster, stageWorker } from "../ours/user-files.ts";
import { openBlasCore } from "../processes/backends.ts";
import type { LineProcess } from "../processes/line-process.ts";
import { pythonWith, startPython } from "../processes/python.ts";
import { secondsOf } from "./side-by-side.ts";

const N_ROWS = 4096;
const N_WORKERS = 2;

/** A perceptron, the rows of a step on all workers together, and how often all rows are gone through. */
interface Case {
  readonly widths: readonly number[];
  readonly batchSize: number;
  readonly epochs: number;
}

/** Small, where a step waits for messages; of the size that is usual for MNIST; and wide, where it is arithmetic. */
const CASES: readonly Case[] = [
  { widths: [64, 64, 2], batchSize: 64, epochs: 30 },
  { widths: [784, 256, 128, 2], batchSize: 128, epochs: 20 },
  { widths: [512, 1024, 1024, 2], batchSize: 512, epochs: 10 },
];

type DdpProcess = LineProcess<object, { seconds: number; version: string }>;

/** Data parallelism of networks over two workers, against PyTorch's DistributedDataParallel over gloo. */
export async function replicas(): Promise<void> {
  const report = new Report(
    `replicas: perceptrons over ${N_WORKERS} workers, float32, SGD, every batch halved`,
  );
  const python = pythonWith("torch");
  if (python === undefined) return report.line("PyTorch", "not measured: python3-torch is not installed");
  for (const each of CASES) await measure(each, python, report);
}

async function measure({ widths, batchSize, epochs }: Case, python: string, report: Report): Promise<void> {
  const data = makeData(N_ROWS, widths[0]);
  const options = {
    layers: [...widths.slice(1, -1).map((units) => dense(units, { activation: "relu" })), dense(2)],
    stages: 1,
    replicas: N_WORKERS,
    microBatches: 1,
    batchSize,
    epochs,
    optimizer: "sgd",
    learningRate: 1e-3,
  } satisfies PipelineOptions;
  const project = makeProject({
    master: pipelineMaster(options),
    worker: stageWorker,
    shards: Array.from({ length: N_WORKERS }, () => data),
  });
  const ours = await startOurs(project.dir);
  const coreType = openBlasCore((await ours.client.health()).kernel);
  const peer: DdpProcess = startPython(python, "torch_ddp.py", { nThreads: 1, coreType });
  report.line(`${widths.join("-")}, batches of ${batchSize}`, "");
  try {
    await compare(ours, peer, { widths, batchSize, epochs }, report);
  } finally {
    await ours.stop();
    peer.stop();
    project.remove();
  }
}

/** Ours is a whole fit, with all that begins and ends it; PyTorch's are the steps alone, after a warm-up. */
async function compare(
  ours: OurProgram,
  peer: DdpProcess,
  { widths, batchSize, epochs }: Case,
  report: Report,
): Promise<void> {
  const steps = (epochs * N_ROWS) / batchSize;
  const order = { widths, batchSize, steps, warmUp: 5, learningRate: 1e-3 };
  const comparison = await interleave(
    async () => (1000 * (await secondsOf(() => ours.client.fit()))) / steps,
    async () => (1000 * (await peer.ask(order)).seconds) / steps,
    { pairs: 5, warmUp: 1 },
  );
  report.comparison(comparison, "ms a step", { ratio: { atMost: 1, unit: "" } }, "  ", "PyTorch DDP");
}
