import { makeTemporaryFolder } from "../data/temporary-folder.ts";
import { LEARNER_CASES, type LearnerCase } from "../learners/cases.ts";
import { writeDataFile } from "../learners/data-file.ts";
import { startOurs, startScikitLearn, type LearnerProcess } from "../learners/learner-process.ts";
import type { LearnerOrder } from "../learners/orders.ts";
import { interleave, type InterleaveOptions } from "../measure/interleave.ts";
import { Report } from "../measure/report.ts";
import { summarize } from "../measure/statistics.ts";
import { pythonWith } from "../processes/python.ts";

const N_PREDICTED = 50_000;
const FITS: InterleaveOptions = { pairs: 5, warmUp: 2 };
const PREDICTIONS: InterleaveOptions = { pairs: 9, warmUp: 3 };

/** Learners beside their counterparts in scikit-learn, one thread each, in turn on the same data. */
export async function learners(): Promise<void> {
  const python = pythonWith("sklearn");
  const folder = makeTemporaryFolder();
  for (const learnerCase of LEARNER_CASES) {
    const report = new Report(learnerCase.title);
    if (python === undefined) report.line("scikit-learn", "not measured: python3-sklearn is not installed");
    const train = writeDataFile(folder.dir, learnerCase.data);
    const test = writeDataFile(folder.dir, { ...learnerCase.data, nRows: N_PREDICTED }, 1);
    await compare(learnerCase, { train, test }, python, report);
  }
  folder.remove();
}

type Files = Pick<Extract<LearnerOrder, { order: "load" }>, "train" | "test">;

async function compare(
  { ours: made, peer, aims }: LearnerCase,
  files: Files,
  python: string | undefined,
  report: Report,
): Promise<void> {
  const ours = startOurs();
  await ours.ask({ order: "load", ...files, ...made });
  if (python === undefined) {
    await alone(ours, report);
    return ours.stop();
  }
  const theirs = startScikitLearn(python, 1);
  const { version = "" } = await theirs.ask({ order: "load", ...files, ...peer });
  for (const order of ["fit", "predict"] as const) {
    const options = order === "fit" ? FITS : PREDICTIONS;
    const run = (process: LearnerProcess) => async () => (await process.ask({ order })).seconds;
    const comparison = await interleave(run(ours), run(theirs), options);
    report.comparison(comparison, "s", { ratio: { atMost: aims[order], unit: "" } }, `${order}: `, version);
  }
  const [a, b] = await Promise.all([ours, theirs].map((process) => process.ask({ order: "fit" })));
  report.line(
    "score",
    `ours ${a.score?.toFixed(4)}, ${version} ${b.score?.toFixed(4)}, on 50,000 other rows`,
  );
  ours.stop();
  theirs.stop();
  await withItsThreads(python, peer, files, report);
}

async function alone(ours: LearnerProcess, report: Report): Promise<void> {
  for (const order of ["fit", "predict"] as const) {
    report.figure(`${order}: ours`, await repeated(ours, order, 5), "s");
  }
}

/** What scikit-learn takes when it may use all cores, where that is its default. */
async function withItsThreads(python: string, peer: object, files: Files, report: Report): Promise<void> {
  const theirs = startScikitLearn(python);
  await theirs.ask({ order: "load", ...files, ...(peer as { estimator: string; parameters: object }) });
  report.figure("fit: with its threads", await repeated(theirs, "fit", 3), "s");
  theirs.stop();
}

async function repeated(process: LearnerProcess, order: "fit" | "predict", times: number) {
  const seconds: number[] = [];
  await process.ask({ order });
  for (let i = 0; i < times; i++) seconds.push((await process.ask({ order })).seconds);
  return summarize(seconds);
}
