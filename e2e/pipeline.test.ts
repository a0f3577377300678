import { dense, useKernels, withBlockedGemm } from "@chimera/algorithms";
import { ChimeraClient } from "@chimera/client";
import { loadDataset } from "@chimera/dataset";
import {
  fitInOneProcess,
  outputsOf,
  predictionsOf,
  resolvePipeline,
  type PipelineOptions,
  type TrainedNetwork,
} from "@chimera/distributed";
import { chooseKernels, type WantedKernels } from "@chimera/kernels";
import { decodeNetwork } from "@chimera/nodes";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { freePort } from "./support/free-port.ts";
import { makePipelineProject, STAGE_WORKER, STAGES } from "./support/pipeline-project.ts";
import { isAlive, startProgram } from "./support/program.ts";
import type { Program } from "./support/program.ts";
import type { Project } from "./support/project.ts";

const OPTIONS = {
  layers: [dense(8, { activation: "relu" }), dense(6, { activation: "tanh" }), dense(2)],
  stages: 3,
  microBatches: 3,
  batchSize: 16,
  learningRate: 0.01,
  seed: 3,
} satisfies PipelineOptions;

let project: Project | undefined;
let programs: Program[] = [];

afterEach(async () => {
  for (const program of programs) program.kill("SIGKILL");
  await Promise.all(programs.map((program) => program.ended));
  programs = [];
  project?.remove();
});

function start(script: string, commandLine: string[], env: Record<string, string> = {}): Program {
  const program = startProgram([`scripts/${script}`, ...commandLine], {
    CHIMERA_PROJECT: project!.dir,
    CHIMERA_KERNELS: "ts",
    ...env,
  });
  programs.push(program);
  return program;
}

/** What one process learns of the same settings and rows, with the same kernels. */
async function reference(options: PipelineOptions, wanted: WantedKernels = "ts") {
  const { kernels } = await chooseKernels(wanted);
  useKernels(withBlockedGemm(kernels));
  const dataset = loadDataset(join(project!.dir, "chimera_train_data/worker1"), "classifier");
  return { X: dataset.X, ...fitInOneProcess(resolvePipeline("classifier", options), dataset).model };
}

/** A client that is closed when the work with it is done. */
async function withClient<T>(url: string, work: (client: ChimeraClient) => Promise<T>): Promise<T> {
  const client = new ChimeraClient(url);
  return work(client).finally(() => client.close());
}

const networkOf = (url: string): Promise<TrainedNetwork> =>
  withClient(url, async (client) => decodeNetwork(await client.network()));

const urlOf = async (master: Program): Promise<string> =>
  (await master.line(/The master serves (http\S+)/))[1]!;

describe("a network split over three processes learns and predicts what one process does, bit for bit", () => {
  const small = { ...OPTIONS, epochs: 4 };
  // Messages of 24 × 700 float32, 67 KB: they come in parts, into memory that is used again.
  const large = {
    ...small,
    layers: [dense(700, { activation: "relu" }), dense(6), dense(2)],
    batchSize: 48,
    microBatches: 2,
  };

  it.each<[WantedKernels, string, PipelineOptions]>([
    ["ts", "small", small],
    ["wasm", "small", small],
    ["wasm", "large", large],
  ])("%s, %s messages", async (wanted, _, options) => {
    project = makePipelineProject(options);
    const master = start("start.mjs", [], { CHIMERA_KERNELS: wanted, CHIMERA_FIT_ON_START: "0" });
    await withClient(await urlOf(master), async (client) => {
      expect(await client.fit()).toMatchObject({ fit: "ok", iterations: 4, notes: [] });
      const network = decodeNetwork(await client.network());
      const { weights, columns, X } = await reference(options, wanted);
      expect(network.weights).toEqual(weights);
      const alone = predictionsOf(outputsOf(network, columns, X), X.nRows, network.classes);
      expect((await client.predictMatrix(columns, X)).probabilities).toEqual(alone);
    });
  });
});

describe("a stage that is killed in mid-training", () => {
  const EPOCHS = 60;
  let ports: number[];
  let stages: Program[];
  let master: Program;

  const startStage = (k: number): Program =>
    start("serve.mjs", ["worker"], {
      CHIMERA_WORKERS_NODE_NAME: STAGES[k]!,
      CHIMERA_LISTEN: `127.0.0.1:${ports[k]}`,
    });

  /** Three stages that listen, and a master that trains with them: it is in the sixth round of sixty, or a little further. */
  async function startTraining(returnSeconds: number): Promise<void> {
    project = makePipelineProject({ ...OPTIONS, epochs: EPOCHS, returnSeconds });
    // The first stage blocks for a moment all the time, so that the training is still going on when another is killed.
    project.write(
      "chimera_workers/worker1.ts",
      `import { StageWorker } from "chimera-distributed-ml";
       setInterval(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5), 1);
       await new StageWorker("classifier").serve();`,
    );
    ports = await Promise.all(STAGES.map(freePort));
    stages = STAGES.map((_, k) => startStage(k));
    await Promise.all(stages.map((stage) => stage.line(/listens on/)));
    master = start("start.mjs", [], {
      CHIMERA_RUNTIME: "attach",
      CHIMERA_WORKERS_URLS: JSON.stringify(ports.map((port) => `http://127.0.0.1:${port}`)),
      CHIMERA_FIT_ON_START: "1",
    });
    await master.line(/^round 6\/60 /);
  }

  async function kill(k: number): Promise<void> {
    const [, pid] = await stages[k]!.line(/^pid (\d+)/);
    process.kill(Number(pid), "SIGKILL");
    await stages[k]!.ended;
  }

  it("and started again: training goes on from the checkpoint and learns what it would have learnt", async () => {
    await startTraining(60);
    await kill(1);
    startStage(1);
    await master.line(/^pipeline: 60 rounds in/);
    const text =
      /failed in round (\d+): .* Training goes on from the checkpoint after round (\d+) as soon as all workers answer/;
    const [, failed, from] = await master.line(text);
    expect(Number(from)).toBe(Number(failed) - 1);
    expect(Number(failed)).toBeGreaterThan(6);
    const { weights } = await networkOf(await urlOf(master));
    expect(weights).toEqual((await reference({ ...OPTIONS, epochs: EPOCHS })).weights);
  });

  it("and not started again: the fit fails with its name and reason, the master serves on, a warm start goes on", async () => {
    await startTraining(0.5);
    await kill(1);
    const [said] = await master.line(/^worker\d failed in round \d+: .*/);
    expect(said).toMatch(
      /It did not return: worker2 \(Nothing listens at .*\)\. When it runs again, fit with warmStart to go on from the last checkpoint\.$/,
    );
    expect(master.lines.filter((line) => /^\s+at /.test(line))).toEqual([]);
    await master.line(/^Ctrl-C ends it/);
    expect(isAlive(master.pid)).toBe(true);
    const url = await urlOf(master);
    await withClient(url, async (client) => {
      await expect(client.network()).rejects.toThrow("There is no fitted model yet");
      await expect(client.fit()).rejects.toThrow(/these failed at describe: worker2: Nothing listens at/);
      await startStage(1).line(/listens on/);
      expect(await client.fit({ warmStart: true })).toMatchObject({ fit: "ok", iterations: EPOCHS });
    });
    const { weights } = await networkOf(url);
    expect(weights).toEqual((await reference({ ...OPTIONS, epochs: EPOCHS })).weights);
  });
});

describe("a stage that no longer answers", () => {
  let pid: number | undefined;
  afterEach(() => void (pid !== undefined && isAlive(pid) && process.kill(pid, "SIGKILL")));

  it("is given up after the timeout of calls, by name", async () => {
    project = makePipelineProject({ ...OPTIONS, epochs: 1000, returnSeconds: 0.5 });
    const program = start("start.mjs", ["--once"], { CHIMERA_WORKERS_ENDPOINTS_TIMEOUT: "1" });
    pid = Number((await program.line(/^worker2 \| pid (\d+)/))[1]);
    await program.line(/^round 100\/1000 /);
    process.kill(pid, "SIGSTOP");
    const [said] = await program.line(/^worker\d failed in round \d+: .*/);
    expect(said).toMatch(/worker2.* within 1 s/);
    expect(await program.ended).toBe(1);
    expect(isAlive(pid)).toBe(false);
  });
});

describe("a stage of the embedded runtime that is killed", () => {
  /** A training of so many rounds, under way; and the stages' process ids. */
  async function startTraining(epochs: number): Promise<{ program: Program; pids: number[] }> {
    const program = start("start.mjs", ["--once"]);
    const lines = await Promise.all(
      STAGES.map((name) => program.line(new RegExp(`^${name} \\| pid (\\d+)`))),
    );
    await program.line(new RegExp(`^round ${epochs / 10}/${epochs} `));
    return { program, pids: lines.map(([, pid]) => Number(pid)) };
  }

  it("is started again, and training goes on from the checkpoint", async () => {
    project = makePipelineProject({ ...OPTIONS, epochs: 200 });
    const program = start("start.mjs", [], { CHIMERA_FIT_ON_START: "1" });
    const [, pid] = await program.line(/^worker2 \| pid (\d+)/);
    await program.line(/^round 20\/200 /);
    process.kill(Number(pid), "SIGKILL");
    await program.line(/^pipeline: 200 rounds in/);
    const printed = program.lines.join("\n");
    expect(printed).toContain("Worker worker2 was killed by SIGKILL; it is started again.");
    expect(printed).toContain("Worker worker2 runs again.");
    expect(printed).toMatch(
      /Training goes on from the checkpoint after round \d+ as soon as all workers answer/,
    );
    const { weights } = await networkOf(await urlOf(program));
    expect(weights).toEqual((await reference({ ...OPTIONS, epochs: 200 })).weights);
  });

  it("and cannot start again is not waited for: with --once the program ends with exit code 1 and no worker left", async () => {
    project = makePipelineProject({ ...OPTIONS, epochs: 1000, returnSeconds: 600 });
    const marker = JSON.stringify(join(project.dir, "was-here"));
    project.write(
      "chimera_workers/worker2.ts",
      `import { existsSync, writeFileSync } from "node:fs";
       if (existsSync(${marker})) throw new Error("My data is gone.");
       writeFileSync(${marker}, "");
       ${STAGE_WORKER}`,
    );
    const { program, pids } = await startTraining(1000);
    process.kill(pids[1]!, "SIGKILL");
    expect(await program.ended).toBe(1);
    const printed = program.lines.join("\n");
    expect(printed.match(/Worker worker2 could not start: .*My data is gone/g)).toHaveLength(3);
    expect(printed).toContain("fits fail without it: end this program with Ctrl-C and start it anew.");
    expect(printed).toMatch(
      /^worker\d failed in round \d+: .* It did not return: worker2 \(It ended with exit code 1, and is not started again/m,
    );
    expect(pids.filter(isAlive)).toEqual([]);
  });
});

it("a pipeline that its workers are too many for ends at once, before one of them is started", async () => {
  project = makePipelineProject({ ...OPTIONS, stages: 2 });
  const program = start("start.mjs", ["--once"]);
  expect(await program.ended).toBe(1);
  const printed = program.lines.join("\n");
  expect(printed).toContain("The pipeline needs 2 workers (1 replica × 2 stages × 1 rank), got 3");
  expect(printed).not.toContain("worker1 | ");
});
