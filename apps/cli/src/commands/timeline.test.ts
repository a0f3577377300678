import type { RunEvent } from "@chimera/distributed";
import { openRun } from "@chimera/telemetry";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cli } from "../cli.ts";
import { recordingServices } from "../testing/recording-services.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "chimera-timeline-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs one line in the temporary folder; its arguments hold no spaces. */
async function run(line: string) {
  const services = recordingServices({ cwd: folder });
  const exitCode = await cli(line.split(" "), services);
  return { ...services, exitCode };
}

const planned: RunEvent = {
  ...{ type: "pipeline-planned", schedule: "1f1b", chunks: 1, microBatches: 1, nReplicas: 1, nStages: 2 },
  ...{ nRanks: 1, workers: ["worker1", "worker2"], parts: [["dense"], ["dense"]], nRounds: 1 },
};

/** Two steps of it, the second twice as slow: each worker computes for 1 ms, twice, out of 4. */
function timelineOf(stage: number): RunEvent {
  const records = [0, 1].flatMap((step) => {
    const at = (ms: number) => 1_795_610_845_000 + (step + 1) * ms;
    const common = {
      step,
      microBatch: 0,
      chunk: 0,
      waitMs: 0,
      exchangeMs: 0,
      sendMs: 0,
      bytes: 8,
      stored: 1,
    };
    const computeMs = step + 1;
    return [
      { ...common, type: "forward" as const, start: at(stage), computeMs },
      { ...common, type: "backward" as const, start: at(3 - stage), computeMs },
    ];
  });
  return {
    type: "stage-timeline",
    round: 1,
    worker: `worker${stage + 1}`,
    replica: 0,
    stage,
    rank: 0,
    records,
  };
}

async function record(dir: string, id: string, events: readonly RunEvent[], algorithm = "pipeline") {
  const recorder = openRun({ dir: join(folder, dir), id, algorithm, settings: {}, workers: [] });
  events.forEach(recorder.record);
  await recorder.close({ status: "ok" });
}

/** A project with one worker. */
function makeProject(dir: string) {
  const shard = "chimera_train_data/worker1";
  for (const part of ["chimera_workers", shard]) mkdirSync(join(folder, dir, part), { recursive: true });
  const files = ["master.ts", "chimera_workers/worker1.ts", `${shard}/X_train.csv`, `${shard}/y_train.csv`];
  for (const file of files) writeFileSync(join(folder, dir, file), "");
}

const whole = [planned, timelineOf(0), timelineOf(1)];

describe("chimera timeline", () => {
  it("draws the median step of a run, with its table and its bubble", async () => {
    await record("runs", "mine", whole);
    const { exitCode, printed } = await run("timeline runs/mine");
    expect(exitCode).toBe(0);
    const [text] = printed as [string];
    expect(text).toMatch(/^1f1b, 2 stages, 1 micro-batch: step 0 of 0…1, the median one, 4\.000 ms /);
    expect(text).toMatch(/^worker1 {2}stage 0 {2}F0─{23}·{50}B0─{23}$/m);
    expect(text).toMatch(/^worker2 {2}stage 1 {2}·{25}F0─{23}B0─{23}·{25}$/m);
    expect(text).toMatch(/^worker2 {2}stage 1 +0\.000 +1\.000 +1\.000 +0\.000 +0\.000 +0\.000 +16 +1 +1$/m);
    expect(text).toContain("bubble predicted 50.0 %, (p − 1) / (m + p − 1); measured 50.0 % in step 0");
  });

  it("draws the step that is asked for", async () => {
    await record("runs", "mine", whole);
    expect((await run("timeline runs/mine --step 1")).printed[0]).toMatch(/: step 1 of 0…1, 8\.000 ms /);
  });

  it("takes the newest pipeline run of the project", async () => {
    makeProject(".");
    await record("chimera_runs", "2026-11-24T10-00-00-000Z-pipeline", [planned]);
    await record("chimera_runs", "2026-11-25T10-00-00-000Z-pipeline-2", whole);
    await record("chimera_runs", "2026-11-26T10-00-00-000Z-aggregation", [], "aggregation");
    for (const line of ["timeline", "timeline --project ."]) {
      expect(await run(line)).toMatchObject({ exitCode: 0, said: [] });
    }
  });

  it.each([
    [
      "timeline nowhere",
      /^timeline: expected a folder, got "nowhere", and there is none at .*; correct the path\.$/,
    ],
    [
      "timeline empty",
      /^timeline: expected a run's folder, with an events\.jsonl, got "empty"; give a folder inside /,
    ],
    [
      "timeline --project unfitted",
      /^timeline: expected a run of a pipeline, got none in .*chimera_runs; fit a PipelineMaster first, /,
    ],
    [
      "timeline runs/mine --project .",
      /^timeline: expected a run's folder or --project, got both; leave one out\.$/,
    ],
    [
      "timeline runs/other",
      /^timeline: expected a pipeline's run with a finished round in .*, got one of "aggregation"; give another run\.$/,
    ],
    ["timeline runs/begun", /, got one that ended before its first round; give another run\.$/],
    ["timeline runs/mine --step 2", /^--step: expected an integer from 0 to 1, got "2"; /],
    ["timeline runs/mine --step last", /^--step: expected an integer from 0 to 1, got "last"; /],
  ])("refuses %s", async (line, message) => {
    mkdirSync(join(folder, "empty"));
    makeProject("unfitted");
    await record("runs", "mine", whole);
    await record("runs", "other", [], "aggregation");
    await record("runs", "begun", [planned]);
    const { exitCode, said, printed } = await run(line);
    expect(exitCode).toBe(1);
    expect(said).toEqual([expect.stringMatching(message)]);
    expect(printed).toEqual([]);
  });
});
