import { dense } from "@chimera/algorithms";
import type { PipelineOptions } from "@chimera/distributed";
import { makeData } from "../data/made-data.ts";
import { makeProject } from "../data/temporary-project.ts";
import { interleave } from "../measure/interleave.ts";
import { Report } from "../measure/report.ts";
import { startOurs, type OurProgram } from "../ours/program.ts";
import { pipelineMaster, stageWorker } from "../ours/user-files.ts";
import type { LineProcess } from "../processes/line-process.ts";
import { pythonWith, startPython } from "../processes/python.ts";
import { secondsOf } from "./side-by-side.ts";

const WIDTHS = [512, 1024, 1024, 2];
const N_ROWS = 4096;
const N_WORKERS = 2;
const OPTIONS = {
  layers: [...WIDTHS.slice(1, -1).map((units) => dense(units, { activation: "relu" })), dense(2)],
  stages: 1,
  replicas: N_WORKERS,
  microBatches: 1,
  batchSize: 512,
  epochs: 10,
  optimizer: "sgd",
  learningRate: 1e-3,
} satisfies PipelineOptions;
const STEPS = (OPTIONS.epochs * N_ROWS) / OPTIONS.batchSize;

type DdpProcess = LineProcess<object, { seconds: number; version: string }>;

/** Data parallelism of a network over two workers, against PyTorch's DistributedDataParallel over gloo. */
export async function replicas(): Promise<void> {
  const report = new Report(
    `replicas: ${WIDTHS.join("-")}, batches of ${OPTIONS.batchSize} over ${N_WORKERS} workers, float32, SGD`,
  );
  const python = pythonWith("torch");
  if (python === undefined) return report.line("PyTorch", "not measured: python3-torch is not installed");
  const data = makeData(N_ROWS, WIDTHS[0]);
  const project = makeProject({
    master: pipelineMaster(OPTIONS),
    worker: stageWorker,
    shards: Array.from({ length: N_WORKERS }, () => data),
  });
  const ours = await startOurs(project.dir);
  // The core of OpenBLAS that ours takes for this processor: an older OpenBLAS may not know it.
  const [, coreType] = /^openblas-(\w+)/u.exec((await ours.client.health()).kernel) ?? [];
  const peer: DdpProcess = startPython(python, "torch_ddp.py", {
    nThreads: 1,
    ...(coreType && { coreType }),
  });
  try {
    await compare(ours, peer, report);
  } finally {
    await ours.stop();
    peer.stop();
    project.remove();
  }
}

/** Ours is a whole fit, with all that begins and ends it; PyTorch's are the steps alone, after a warm-up. */
async function compare(ours: OurProgram, peer: DdpProcess, report: Report): Promise<void> {
  const { batchSize, learningRate } = OPTIONS;
  const order = { widths: WIDTHS, batchSize, workers: N_WORKERS, steps: STEPS, warmUp: 5, learningRate };
  const comparison = await interleave(
    async () => (1000 * (await secondsOf(() => ours.client.fit()))) / STEPS,
    async () => (1000 * (await peer.ask(order)).seconds) / STEPS,
    { pairs: 5, warmUp: 1 },
  );
  report.comparison(comparison, "ms a step", { ratio: { atMost: 1, unit: "" } }, "", "PyTorch DDP");
}
