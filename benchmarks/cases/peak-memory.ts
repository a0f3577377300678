import { LOCAL_EPOCHS, GRADIENT } from "../bare/settings.ts";
import { makeData } from "../data/made-data.ts";
import { makeProject } from "../data/temporary-project.ts";
import { Report } from "../measure/report.ts";
import { hasProc, peakMegabytes } from "../ours/processes.ts";
import { startOurs } from "../ours/program.ts";
import { parameterServerMaster, sgdWorker } from "../ours/user-files.ts";

const N_ROWS = 250_000;
const N_FEATURES = 21;
const ROUNDS = 100;
const DATA_MB = (N_ROWS * N_FEATURES * Float64Array.BYTES_PER_ELEMENT) / 1e6;
const AIM = { atMost: Math.round(1.5 * DATA_MB + 110), unit: "MB" };

const MODES = {
  gradient: { ...GRADIENT },
  "local-epochs": { ...LOCAL_EPOCHS },
};

/** The most memory that a worker's process ever had: loading, merging moments, and standardised fits in both modes. */
export async function peakMemory(): Promise<void> {
  const report = new Report(
    `peak-memory: a worker with 250,000 × ${N_FEATURES} float64 (${DATA_MB.toFixed(0)} MB), load and two standardised fits`,
  );
  if (!hasProc) return report.line("not measured", "this system has no /proc/<pid>/status");
  const shard = makeData(N_ROWS, N_FEATURES);
  for (const [mode, settings] of Object.entries(MODES)) {
    const options = { mode, maxIter: ROUNDS, epsilon: 0, standardize: true, ...settings };
    const project = makeProject({
      master: parameterServerMaster(options),
      worker: sgdWorker,
      shards: [shard],
    });
    const ours = await startOurs(project.dir);
    try {
      const [worker] = ours.workers();
      const peaks = [peakMegabytes(worker)];
      // The second fit prepares the shard while what the first prepared is still there.
      for (let i = 0; i < 2; i++) {
        const { fit, iterations } = await ours.client.fit();
        if (fit !== "ok" || iterations !== ROUNDS)
          throw new Error(`Got "${fit}" after ${iterations} rounds.`);
        peaks.push(peakMegabytes(worker));
      }
      const [loaded, first, second] = peaks.map((median) => ({ median, min: median, max: median }));
      report.figure(`${mode}: loaded`, loaded, "MB");
      report.figure(`${mode}: a fit`, first, "MB", AIM);
      report.figure(`${mode}: again`, second, "MB", AIM);
    } finally {
      await ours.stop();
      project.remove();
    }
  }
}
