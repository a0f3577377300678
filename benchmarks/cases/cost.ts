import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EstimatorName } from "@chimera/algorithms";
import { makeTemporaryFolder } from "../data/temporary-folder.ts";
import type { LearnerData } from "../learners/cases.ts";
import { writeDataFile } from "../learners/data-file.ts";
import { startOurs, type LearnerProcess } from "../learners/learner-process.ts";
import { logPlot, type CostSeries } from "../measure/log-plot.ts";
import { Report } from "../measure/report.ts";
import { slopeOf, type CostPoint } from "../measure/slope.ts";
import { summarize } from "../measure/statistics.ts";
import { workspaceRoot } from "../workspace-root.ts";

const REPEATS = 5;
const PLOT = "benchmarks/plots/cost.svg";

/** A learner whose cost grows with something; `theory` is the exponent, or where it is none by itself, in words. */
interface CostLine {
  name: string;
  estimator: EstimatorName;
  task: LearnerData["task"];
  theory: string;
  /** What is timed. Default: the fit. */
  order?: "fit" | "predict";
  /** The data and the learner's parameters at one size. */
  at(size: number): { nRows: number; nColumns: number; parameters: object };
}

interface CostAxis {
  sizeLabel: string;
  sizes: readonly number[];
  lines: readonly CostLine[];
}

const rows = (parameters: object) => (nRows: number) => ({ nRows, nColumns: 21, parameters });
const columns = (nRows: number, parameters: object) => (nColumns: number) => ({
  nRows,
  nColumns,
  parameters,
});
const EPOCH = { loss: "log_loss", maxIter: 1, tol: null };

const AXES: readonly CostAxis[] = [
  {
    sizeLabel: "rows n, at d = 21",
    sizes: [32_000, 64_000, 128_000, 256_000],
    lines: [
      { name: "SGD epoch", estimator: "SGDClassifier", task: "classifier", theory: "1", at: rows(EPOCH) },
      { name: "ridge", estimator: "Ridge", task: "regressor", theory: "1", at: rows({}) },
      { name: "naive Bayes", estimator: "GaussianNB", task: "classifier", theory: "1", at: rows({}) },
      {
        name: "tree, depth 5",
        estimator: "DecisionTreeClassifier",
        task: "classifier",
        theory: "1, and a constant for finding the bins",
        at: rows({ maxDepth: 5 }),
      },
      {
        name: "tree, unlimited",
        estimator: "DecisionTreeClassifier",
        task: "classifier",
        theory: "1 + 1/ln n ≈ 1.1 (n log n)",
        at: rows({}),
      },
      {
        name: "k nearest, 50 queries",
        estimator: "KNeighborsClassifier",
        task: "classifier",
        theory: "1",
        order: "predict",
        at: rows({ algorithm: "brute" }),
      },
    ],
  },
  {
    sizeLabel: "features d, at n = 20,000",
    sizes: [16, 32, 64, 128],
    lines: [
      {
        name: "SGD epoch",
        estimator: "SGDClassifier",
        task: "classifier",
        theory: "1",
        at: columns(20_000, EPOCH),
      },
      { name: "ridge", estimator: "Ridge", task: "regressor", theory: "2 (n d²)", at: columns(20_000, {}) },
      {
        name: "naive Bayes",
        estimator: "GaussianNB",
        task: "classifier",
        theory: "1",
        at: columns(20_000, {}),
      },
      {
        name: "tree, depth 5",
        estimator: "DecisionTreeClassifier",
        task: "classifier",
        theory: "1",
        at: columns(20_000, { maxDepth: 5 }),
      },
    ],
  },
  {
    sizeLabel: "number of trees, at 10,000 × 21",
    sizes: [20, 40, 80, 160],
    lines: [
      {
        name: "random forest",
        estimator: "RandomForestClassifier",
        task: "classifier",
        theory: "1",
        at: (nEstimators) => ({ nRows: 10_000, nColumns: 21, parameters: { nEstimators } }),
      },
      {
        name: "boosting",
        estimator: "GradientBoostingClassifier",
        task: "classifier",
        theory: "1",
        at: (maxIter) => ({ nRows: 10_000, nColumns: 21, parameters: { maxIter, earlyStopping: false } }),
      },
    ],
  },
];

/** How the cost of learners grows with rows, features and trees; writes a plot with the slopes found and in theory. */
export async function cost(): Promise<void> {
  const report = new Report("cost: exponent s of seconds ~ sizeˢ, found (theory)", console.log, 28);
  const folder = makeTemporaryFolder();
  const panels = [];
  for (const { sizeLabel, sizes, lines } of AXES) {
    report.line(sizeLabel, "");
    const series: CostSeries[] = [];
    for (const line of lines) series.push(await measureLine(line, sizes, folder.dir));
    for (const { name, found, theory } of series) report.line(`  ${name}`, `${found.toFixed(2)} (${theory})`);
    panels.push({ sizeLabel, series });
  }
  folder.remove();
  mkdirSync(join(workspaceRoot, PLOT, ".."), { recursive: true });
  writeFileSync(join(workspaceRoot, PLOT), logPlot("Seconds of a fit (k nearest: of a prediction)", panels));
  report.line("plot", PLOT);
}

async function measureLine(line: CostLine, sizes: readonly number[], dir: string): Promise<CostSeries> {
  const process = startOurs();
  const points: CostPoint[] = [];
  // The largest first: it warms the compiler up for all of them.
  for (const size of [...sizes].reverse())
    points.unshift({ size, seconds: await secondsAt(line, size, process, dir) });
  process.stop();
  return { name: line.name, points, found: slopeOf(points), theory: line.theory };
}

async function secondsAt(
  line: CostLine,
  size: number,
  process: LearnerProcess,
  dir: string,
): Promise<number> {
  const { parameters, ...shape } = line.at(size);
  const { estimator, task, order = "fit" } = line;
  const train = writeDataFile(dir, { ...shape, task });
  const test = writeDataFile(dir, { ...shape, task, nRows: 50 }, 1);
  await process.ask({ order: "load", train, test, estimator, parameters });
  await process.ask({ order: "fit" });
  const seconds: number[] = [];
  for (let i = 0; i < REPEATS; i++) seconds.push((await process.ask({ order })).seconds);
  return summarize(seconds).min;
}
