import { dense } from "@chimera/algorithms";
import type { PipelineOptions } from "@chimera/distributed";
import { columnNames, type MadeData } from "../data/made-data.ts";
import { mnist as images } from "../data/mnist.ts";
import { makeProject, type TemporaryProject } from "../data/temporary-project.ts";
import { interleave } from "../measure/interleave.ts";
import { Report } from "../measure/report.ts";
import { summarize } from "../measure/statistics.ts";
import { startOurs, type OurProgram } from "../ours/program.ts";
import { pipelineMaster, stageWorker } from "../ours/user-files.ts";
import type { LineProcess } from "../processes/line-process.ts";
import { pythonWith, startPython } from "../processes/python.ts";
import { secondsOf } from "./side-by-side.ts";

const WIDTHS = [784, 256, 128, 10];
const N_WORKERS = 2;
const OPTIONS = {
  layers: [...WIDTHS.slice(1, -1).map((units) => dense(units, { activation: "relu" })), dense(10)],
  stages: N_WORKERS,
  schedule: "1f1b",
  microBatches: 4,
  batchSize: 128,
  epochs: 10,
  optimizer: "adam",
  learningRate: 1e-3,
  standardize: false,
} satisfies PipelineOptions;

type TorchProcess = LineProcess<object, { seconds: number; accuracy: number }>;

/** Real images: a perceptron over two stages, from CSV files to the accuracy on images that no worker has seen. */
export async function mnist(): Promise<void> {
  const { train, holdOut } = images();
  const project = makeProject({
    master: pipelineMaster(OPTIONS),
    worker: stageWorker,
    shards: Array.from({ length: N_WORKERS }, () => train),
  });
  const tests = makeProject({ master: "", worker: "", shards: [holdOut] });
  const python = pythonWith("torch");
  const peer: TorchProcess | undefined =
    python === undefined ? undefined : startPython(python, "torch_mnist.py", { nThreads: 1 });
  const ours = await startOurs(project.dir);
  try {
    const report = new Report(
      `mnist: ${train.X.nRows} images, ${WIDTHS.join("-")}, batches of ${OPTIONS.batchSize}, ${OPTIONS.epochs} epochs of Adam, 2 stages`,
    );
    await compare({ ours, peer, project, tests }, holdOut, report);
  } finally {
    await ours.stop();
    peer?.stop();
    project.remove();
    tests.remove();
  }
}

interface Sides {
  readonly ours: OurProgram;
  readonly peer: TorchProcess | undefined;
  readonly project: TemporaryProject;
  /** Its only shard is what was held out. */
  readonly tests: TemporaryProject;
}

/** Ours is a whole fit over HTTP; PyTorch trains in one process, on data that it has read before. */
async function compare(
  { ours, peer, project, tests }: Sides,
  holdOut: MadeData,
  report: Report,
): Promise<void> {
  const accuracies: { ours: number[]; peer: number[] } = { ours: [], peer: [] };
  const fit = async (): Promise<number> => {
    const seconds = await secondsOf(() => ours.client.fit());
    accuracies.ours.push(await accuracyOf(ours, holdOut));
    return seconds;
  };
  if (peer === undefined) {
    report.figure("ours", summarize([await fit()]), "s");
    report.line("PyTorch", "not measured: python3-torch is not installed");
  } else {
    const { batchSize, epochs, learningRate } = OPTIONS;
    const folders = { dataDir: project.dataDirs[0], holdOutDir: tests.dataDirs[0] };
    let seed = 0;
    const train = async (): Promise<number> => {
      const order = { ...folders, widths: WIDTHS, batchSize, epochs, learningRate, seed: seed++ };
      const { seconds, accuracy } = await peer.ask(order);
      accuracies.peer.push(accuracy);
      return seconds;
    };
    report.comparison(await interleave(fit, train, { pairs: 5, warmUp: 1 }), "s", {}, "", "PyTorch");
    report.figure("its accuracy", summarize(accuracies.peer), "");
  }
  report.figure("our accuracy", summarize(accuracies.ours), "", { atLeast: 0.95, unit: "" });
}

async function accuracyOf({ client }: OurProgram, { X, y }: MadeData): Promise<number> {
  const { codes, classes } = await client.predictMatrix(columnNames(X.nColumns), X);
  const right = y.filter((label, i) => Number(classes![codes![i]]) === label);
  return right.length / y.length;
}
