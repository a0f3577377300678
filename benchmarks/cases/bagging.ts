import { randomUUID } from "node:crypto";
import { TREE } from "../bare/settings.ts";
import { columnNames, makeData, rowsOf } from "../data/made-data.ts";
import { interleave } from "../measure/interleave.ts";
import { Report } from "../measure/report.ts";
import { aggregationMaster, treeWorker } from "../ours/user-files.ts";
import { fitWithScikitLearn } from "../peers/scikit-learn.ts";
import { secondsOf, sideBySide, type SideBySide } from "./side-by-side.ts";

const N_ROWS = 200_000;
const N_FEATURES = 21;
const N_PREDICTED = 50_000;
const PYTHON = "Python 0.1";

/** Three trees on the same data, each on its own bootstrap sample; then predictions as a client asks for them. */
export async function bagging(): Promise<void> {
  const fitReport = new Report(
    "bagging, fit: 3 trees of depth 5, 15 leaves, bootstrap, 200,000 × 21 on each worker",
  );
  const shard = makeData(N_ROWS, N_FEATURES);
  const files = { master: aggregationMaster, worker: treeWorker(TREE), shards: [shard, shard, shard] };
  await sideBySide(files, async (both) => {
    await compareFits(both, fitReport);
    await comparePredictions(
      both,
      new Report("bagging, predict: 50,000 rows × 21 over JSON, client → master → workers"),
    );
  });
}

async function compareFits({ ours, bare, project }: SideBySide, report: Report): Promise<void> {
  const body = () => JSON.stringify({ fitId: randomUUID(), classes: [0, 1], seed: 0 });
  const comparison = await interleave(
    () => secondsOf(() => ours.client.fit()),
    () => secondsOf(() => Promise.all(bare.workers.map((worker) => worker.post("/fit", body())))),
    { pairs: 7, warmUp: 2 },
  );
  report.comparison(comparison, "s", { ours: { atMost: 0.4, unit: "s" } });
  report.line(PYTHON, "1.5 s, measured elsewhere once");
  report.line("scikit-learn", await fitWithScikitLearn(project.dataDirs, TREE));
}

/** Bare: a node that parses the rows and answers as many numbers, without a model and without workers behind it. */
async function comparePredictions({ ours, bare }: SideBySide, report: Report): Promise<void> {
  const columns = columnNames(N_FEATURES);
  const { X } = makeData(N_PREDICTED, N_FEATURES, 1);
  const rows = rowsOf(X);
  const echo = async () => {
    const body = JSON.stringify({ X_pred_columns: columns, X_pred_rows: rows });
    return bare.workers[0].post<{ y_pred_rows: number[] }>("/echo", body);
  };
  const comparison = await interleave(
    () => secondsOf(async () => requireAll(await ours.client.predict(columns, rows))),
    () => secondsOf(async () => requireAll(await echo())),
    { pairs: 9, warmUp: 2 },
  );
  report.comparison(comparison, "s", { ours: { atMost: 0.35, unit: "s" } });
  report.line(PYTHON, "6.6 s, measured elsewhere once");
  const binary = await interleave(
    () => secondsOf(async () => requireCodes(await ours.client.predictMatrix(columns, X))),
    () => secondsOf(async () => requireAll(await echo())),
    { pairs: 9, warmUp: 2 },
  );
  report.figure("ours as tensors", binary.ours, "s", { atMost: 0.1, unit: "s" });
}

function requireCodes({ codes }: { codes?: Int32Array }): void {
  if (codes?.length !== N_PREDICTED) throw new Error(`Got ${codes?.length} predictions.`);
}

function requireAll({ y_pred_rows }: { y_pred_rows: readonly unknown[] }): void {
  if (y_pred_rows.length !== N_PREDICTED) throw new Error(`Got ${y_pred_rows.length} predictions.`);
}
