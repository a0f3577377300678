import { statSync } from "node:fs";
import { join } from "node:path";
import { allDigits, oneDecimal, writeMadeCsv, type CellText } from "../csv/made-csv.ts";
import type { ReadAnswer, ReadOrder } from "../csv/orders.ts";
import { makeTemporaryFolder } from "../data/temporary-folder.ts";
import { interleave } from "../measure/interleave.ts";
import { Report, type Aim } from "../measure/report.ts";
import { summarize } from "../measure/statistics.ts";
import { startLineProcess, type LineProcess } from "../processes/line-process.ts";
import { pythonWith, startPython } from "../processes/python.ts";
import { workspaceRoot } from "../workspace-root.ts";

const N_COLUMNS = 22;
const PAIRS = { pairs: 11, warmUp: 2 };
/** Of ours / numpy. */
const AIM: Aim = { atMost: 0.7, unit: "" };

interface CsvCase {
  what: string;
  nRows: number;
  cell: CellText;
  aim?: Aim;
}

const CASES: readonly CsvCase[] = [
  { what: "one decimal", nRows: 250_000, cell: oneDecimal, aim: AIM },
  { what: "all digits", nRows: 50_000, cell: allDigits },
];

type Reader = LineProcess<ReadOrder, ReadAnswer>;

/** One file of features, read by `readFeatures` of `libs/dataset`, by `numpy.loadtxt` and by `pandas.read_csv`. */
export async function csv(): Promise<void> {
  const { dir, remove } = makeTemporaryFolder();
  for (const { what, nRows, cell, aim } of CASES) {
    const path = join(dir, `${nRows}.csv`);
    writeMadeCsv(path, nRows, N_COLUMNS, cell);
    const megabytes = (statSync(path).size / 1e6).toFixed(1);
    const report = new Report(
      `csv: one file of ${nRows.toLocaleString("en")} × ${N_COLUMNS}, ${what}, ${megabytes} MB`,
    );
    for (const library of ["numpy", "pandas"]) await compare(path, library, report, aim);
  }
  remove();
}

async function compare(path: string, library: string, report: Report, aim?: Aim): Promise<void> {
  const python = pythonWith(library);
  if (python === undefined) {
    report.line(library, `not measured: python3-${library} is not installed`);
    if (library === "numpy") await alone(path, report);
    return;
  }
  const ours = startOurs();
  const theirs: Reader = startPython(python, "csv_reader.py", { args: [library], nThreads: 1 });
  const version = await requireSameTable(path, ours, theirs);
  const secondsOf = (reader: Reader) => async () => (await reader.ask({ path })).seconds;
  const comparison = await interleave(secondsOf(ours), secondsOf(theirs), PAIRS);
  const isTheAim = library === "numpy" && aim !== undefined;
  report.comparison(comparison, "s", isTheAim ? { ratio: aim } : {}, "", version);
  ours.stop();
  theirs.stop();
}

async function alone(path: string, report: Report): Promise<void> {
  const ours = startOurs();
  const seconds: number[] = [];
  for (let i = 0; i < PAIRS.pairs; i++) seconds.push((await ours.ask({ path })).seconds);
  report.figure("ours", summarize(seconds), "s");
  ours.stop();
}

function startOurs(): Reader {
  return startLineProcess(process.execPath, [join(workspaceRoot, "dist/bench-reader/main.js")]);
}

/** @returns name and version of the peer. */
async function requireSameTable(path: string, ours: Reader, theirs: Reader): Promise<string> {
  const [a, b] = [await ours.ask({ path }), await theirs.ask({ path })];
  const isSame =
    a.nRows === b.nRows &&
    a.nColumns === b.nColumns &&
    Math.abs(a.sum - b.sum) <= 1e-9 * a.nRows * a.nColumns;
  if (!isSame)
    throw new Error(`Ours reads ${JSON.stringify(a)}, the peer ${JSON.stringify(b)} from ${path}.`);
  return b.version;
}
