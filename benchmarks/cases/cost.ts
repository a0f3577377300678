import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeTemporaryFolder } from "../data/temporary-folder.ts";
import { COST_AXES, type CostLine } from "../learners/cost-axes.ts";
import { writeDataFile } from "../learners/data-file.ts";
import { startOurs, type LearnerProcess } from "../learners/learner-process.ts";
import { logPlot, type CostSeries } from "../measure/log-plot.ts";
import { Report } from "../measure/report.ts";
import { slopeOf, type CostPoint } from "../measure/slope.ts";
import { summarize } from "../measure/statistics.ts";
import { workspaceRoot } from "../workspace-root.ts";

const REPEATS = 5;
const PLOT = "benchmarks/plots/cost.svg";

/** How the cost of learners grows with rows, features and trees; writes a plot with the slopes found and in theory. */
export async function cost(): Promise<void> {
  const report = new Report("cost: exponent s of seconds ~ sizeˢ, found (theory)", console.log, 28);
  const folder = makeTemporaryFolder();
  const panels = [];
  for (const { sizeLabel, sizes, lines } of COST_AXES) {
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
