import { Report } from "../measure/report.ts";
import { summarize, type Summary } from "../measure/statistics.ts";
import { hasProc, residentMegabytes } from "../ours/processes.ts";
import { bareFit, filesFor, ourFit, type Fits } from "./parameter-server.ts";
import { sideBySide } from "./side-by-side.ts";

const fits: Fits = { mode: "gradient", nRows: 11_400, rounds: 1000 };

/** Resident memory of workers that have answered some thousand rounds. */
export async function memory(): Promise<void> {
  const report = new Report(
    "memory: resident MB of a worker beyond its data, after 3,000 rounds on 3,800 × 21",
  );
  if (!hasProc) return report.line("not measured", "this system has no /proc/<pid>/status");
  const files = filesFor(fits);
  const [{ X, y }] = files.shards;
  const dataMegabytes = (X.data.byteLength + y.byteLength) / 1e6;
  const beyondData = (pids: number[]): Summary =>
    summarize(pids.map((pid) => residentMegabytes(pid) - dataMegabytes));
  await sideBySide(files, async (both) => {
    for (let i = 0; i < 3; i++) {
      await ourFit(both, fits);
      await bareFit(both, fits);
    }
    const ours = beyondData(both.ours.workers());
    const bare = beyondData(both.bare.workers.map(({ pid }) => pid));
    report.figure("ours", ours, "MB", { atMost: 110, unit: "MB" });
    report.figure("bare loop", bare, "MB");
    const ratio = ours.median / bare.median;
    report.figure("ratio", { median: ratio, min: ratio, max: ratio }, "");
    report.line("data", `${dataMegabytes.toFixed(2)} MB, subtracted from both`);
  });
}
