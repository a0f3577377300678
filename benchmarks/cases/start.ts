import { readdirSync } from "node:fs";
import { join } from "node:path";
import { startBare } from "../bare/fleet.ts";
import { makeTemporaryFolder } from "../data/temporary-folder.ts";
import { interleave } from "../measure/interleave.ts";
import { Report } from "../measure/report.ts";
import { startOurs } from "../ours/program.ts";
import { workspaceRoot } from "../workspace-root.ts";

const quickstart = join(workspaceRoot, "examples/quickstart");

/** `node dist/master/main.js` on the quickstart, until its three workers are healthy and the master listens. */
export async function start(): Promise<void> {
  const report = new Report(
    "start: node dist/master/main.js on the quickstart, to master and 3 workers healthy",
  );
  const shards = join(quickstart, "chimera_train_data");
  const dataDirs = readdirSync(shards).map((name) => join(shards, name));
  const { dir: records, remove } = makeTemporaryFolder();
  const env = { CHIMERA_FIT_ON_START: "0", CHIMERA_LOGS_DIR: records, CHIMERA_RUNS_DIR: records };
  try {
    const comparison = await interleave(
      async () => {
        const ours = await startOurs(quickstart, env);
        await ours.stop();
        return ours.secondsToHealthy;
      },
      async () => {
        const bare = await startBare(dataDirs);
        await bare.stop();
        return bare.secondsToListening;
      },
      { pairs: 7, warmUp: 1 },
    );
    report.comparison(comparison, "s", { ours: { atMost: 1.5, unit: "s" } });
    report.line("", "bare loop: three bare workers forked at once, no master process before them");
  } finally {
    remove();
  }
}
