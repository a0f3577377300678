import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freePort } from "./support/free-port.ts";
import { startProgram } from "./support/program.ts";
import { workspace } from "./support/project.ts";

let folder: string;
let project: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "chimera-threads-"));
  project = join(folder, "quickstart");
  cpSync(join(workspace, "examples/quickstart"), project, { recursive: true });
  symlinkSync(join(workspace, "node_modules"), join(folder, "node_modules"));
  writeFileSync(
    join(project, "master.ts"),
    'import { AggregationMaster, run } from "chimera-distributed-ml";\nawait run(new AggregationMaster("classifier"), 8080);\n',
  );
  for (const k of [1, 2, 3]) {
    writeFileSync(
      join(project, `chimera_workers/worker${k}.ts`),
      'import { ClassificationWorker, RandomForestClassifier } from "chimera-distributed-ml";\n' +
        "new ClassificationWorker(new RandomForestClassifier({ nEstimators: 12 })).serve();\n",
    );
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What a run prints of its score, and what worker1 says of how it computes. */
async function run(threads: string): Promise<{ report: string[]; computes: string }> {
  const logs = join(folder, `logs-${threads}`);
  const program = await startProgram(["scripts/start.mjs", "--once"], {
    CHIMERA_PROJECT: project,
    CHIMERA_MASTER_PORT: String(await freePort()),
    CHIMERA_LOGS_DIR: logs,
    CHIMERA_RUNS_DIR: join(folder, "runs"),
    CHIMERA_THREADS: threads,
  });
  expect(await program.ended).toBe(0);
  const start = program.lines.findIndex((line) => line.startsWith("Hold-out"));
  const log = readFileSync(join(logs, "worker1/chimera_status.log"), "utf8");
  return {
    report: program.lines.slice(start),
    computes: log.split("\n").find((line) => line.includes("Computes with the kernels"))!,
  };
}

it("forests in two threads are those of one, and the process ends as before", async () => {
  const [one, two] = [await run("1"), await run("2")];
  expect(one.report.length).toBeGreaterThan(3);
  expect(two.report).toEqual(one.report);
  expect(one.computes).toContain("in 1 thread:");
  expect(two.computes).toContain("in 2 threads:");
});
