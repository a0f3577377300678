import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { freePort } from "./support/free-port.ts";
import { gone, isAlive, startProgram } from "./support/program.ts";
import type { Program } from "./support/program.ts";
import { makeProject } from "./support/project.ts";
import type { Project } from "./support/project.ts";

const NAMES = ["worker1", "worker2", "worker3"];

const SERVES_ALONE = `
  import { ParameterServerMaster } from "chimera-distributed-ml";
  await new ParameterServerMaster("classifier", { maxIter: 5, standardize: true }).serve();
`;

let project: Project;
let programs: Program[];

beforeEach(() => {
  project = makeProject();
  programs = [];
});

afterEach(async () => {
  for (const program of programs) program.kill("SIGKILL");
  await Promise.all(programs.map((program) => program.ended));
  project.remove();
});

function start(script: string, commandLine: string[] = [], env: Record<string, string> = {}): Program {
  const program = startProgram([`scripts/${script}`, ...commandLine], {
    CHIMERA_PROJECT: project.dir,
    ...env,
  });
  programs.push(program);
  return program;
}

/** The process ids that the workers of the test's project print. */
async function workerPids(program: Program): Promise<number[]> {
  const lines = await Promise.all(NAMES.map((name) => program.line(new RegExp(`^${name} \\| pid (\\d+)`))));
  return lines.map((line) => Number(line[1]));
}

async function serving(program: Program): Promise<{ url: string; pids: number[] }> {
  const [, url] = await program.line(/The master serves (http\S+)/);
  return { url: url!, pids: await workerPids(program) };
}

const noStackTrace = (program: Program) =>
  expect(program.lines.filter((line) => /^\s+at /.test(line))).toEqual([]);

describe("npm start", () => {
  it.each([
    [["--onec"], {}, /^npm start knows one option, --once \(.*\); got --onec\.$/],
    [[], { npm_config_once: "true" }, /^npm kept --once to itself.*: write npm start -- --once\.$/],
  ])("with %j and %j refuses to start", async (commandLine, env: Record<string, string>, message) => {
    const program = start("start.mjs", commandLine, env);
    expect(await program.ended).toBe(1);
    expect(program.lines).toEqual([expect.stringMatching(message)]);
  });

  it("ends, and its workers, when the shell in which npm started it was ended", async () => {
    const code = `require("node:child_process").spawn(process.execPath, ["scripts/start.mjs"], { stdio: "inherit" });`;
    const env = { CHIMERA_PROJECT: project.dir, CHIMERA_FIT_ON_START: "0", npm_lifecycle_event: "start" };
    const shell = startProgram(["-e", code], env);
    programs.push(shell);
    const { pids } = await serving(shell);
    shell.kill("SIGTERM");
    // When nobody has its output open any more.
    expect(await shell.ended).toBe("SIGTERM");
    expect(pids.filter(isAlive)).toEqual([]);
  });

  it("trains a project that lives outside of the clone", async () => {
    const outside = mkdtempSync(join(tmpdir(), "chimera-outside-"));
    cpSync(project.dir, outside, { recursive: true });
    const program = start("start.mjs", ["--once"], { CHIMERA_PROJECT: outside });
    expect(await program.ended).toBe(0);
    expect(program.lines.join("\n")).toContain("Hold-out, 30 rows");
    rmSync(outside, { recursive: true });
  });

  it("with --once trains, prints the metrics of the hold-out, and ends", async () => {
    const program = start("start.mjs", ["--once"]);
    const pids = await workerPids(program);
    expect(await program.ended).toBe(0);
    const printed = program.lines.join("\n");
    expect(printed).toMatch(/worker1, worker2, worker3: healthy after [\d.]+ s \(embedded\)/);
    expect(printed).toMatch(/parameter-server: 40 rounds/);
    expect(printed).toMatch(/accuracy +0?\.\d+|accuracy +1/);
    expect(printed).toMatch(/above/);
    expect(pids.filter(isAlive)).toEqual([]);
  });

  it("removes what it bundled", async () => {
    const program = start("start.mjs", ["--once"]);
    await program.ended;
    expect(readdirSync(join(project.dir, ".chimera"))).toEqual([]);
  });

  it("refuses an option it does not know", async () => {
    const program = start("start.mjs", ["--twice"]);
    expect(await program.ended).toBe(1);
    expect(program.lines).toEqual([expect.stringContaining("got --twice")]);
  });
});

describe("a served master", () => {
  it.each(["SIGINT", "SIGTERM"] as const)("ends with its workers on %s, exit code 0", async (signal) => {
    const program = start("start.mjs");
    const { url, pids } = await serving(program);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    await program.line(/^curl -X POST/);
    program.kill(signal);
    expect(await program.ended).toBe(0);
    expect(pids.filter(isAlive)).toEqual([]);
  });

  it("leaves no worker when it is killed", async () => {
    const program = start("start.mjs");
    const { pids } = await serving(program);
    program.kill("SIGKILL");
    expect(await program.ended).toBe("SIGKILL");
    await Promise.all(pids.map(gone));
  });

  it("ends quietly on Ctrl-C in a fit", async () => {
    project.write(
      "master.ts",
      `import { ParameterServerMaster, run } from "chimera-distributed-ml";
       await run(new ParameterServerMaster("classifier", { maxIter: 1e6, epsilon: 0 }), 0);`,
    );
    const program = start("start.mjs", [], { CHIMERA_FIT_ON_START: "1" });
    const { pids } = await serving(program);
    await program.line(/^parameter-server: up to 1000000 rounds/);
    program.ctrlC();
    expect(await program.ended).toBe(0);
    expect(program.lines.at(-1)).toMatch(/^parameter-server: up to/);
    expect(pids.filter(isAlive)).toEqual([]);
  });

  it("leaves no worker when it is killed while they start", async () => {
    const slow = 'console.log("pid", process.pid); await new Promise((resolve) => setTimeout(resolve, 1e6));';
    for (const name of NAMES) project.write(`chimera_workers/${name}.ts`, slow);
    const program = start("start.mjs");
    const pids = await workerPids(program);
    program.kill("SIGKILL");
    await Promise.all(pids.map(gone));
  });

  it("leaves no worker when it crashes", async () => {
    project.write(
      "master.ts",
      `import { ParameterServerMaster, run } from "chimera-distributed-ml";
       await run(new ParameterServerMaster("classifier"), 0);
       setTimeout(() => { throw new Error("a bug"); }, 0);`,
    );
    const program = start("start.mjs");
    const pids = await workerPids(program);
    expect(await program.ended).not.toBe(0);
    await Promise.all(pids.map(gone));
  });

  it("ends during the start on a signal, with the signal's exit code", async () => {
    project.write("chimera_workers/worker3.ts", "await new Promise((resolve) => setTimeout(resolve, 1e6));");
    const program = start("start.mjs");
    await program.line(/^worker1 \| pid/);
    program.kill("SIGINT");
    expect(await program.ended).toBe(130);
    noStackTrace(program);
  });

  it("tells who is still missing", async () => {
    project.write("chimera_workers/worker3.ts", "await new Promise((resolve) => setTimeout(resolve, 1e6));");
    const program = start("start.mjs", [], { CHIMERA_START_TIMEOUT: "3" });
    await program.line(/^Waiting for worker3 \(2 s\)/);
    expect(await program.ended).toBe(1);
    expect(program.lines.join("\n")).toContain("After 3 s worker3 did not listen.");
  });
});

describe("what keeps a run from starting", () => {
  it("an error in a worker's file: its place and text under the worker's name", async () => {
    project.write("chimera_workers/worker2.ts", '\n\nthrow new TypeError("my mistake");');
    const program = start("start.mjs");
    expect(await program.ended).toBe(1);
    expect(program.lines.join("\n")).toMatch(
      /Worker worker2 could not start: .*chimera_workers\/worker2\.ts:3:7: TypeError: my mistake/,
    );
    noStackTrace(program);
  });

  it("a shard that is not there", async () => {
    project.write("chimera_workers/worker4.ts", "");
    const program = start("start.mjs");
    expect(await program.ended).toBe(1);
    expect(program.lines.join("\n")).toContain("chimera_train_data/worker4");
    noStackTrace(program);
  });

  it("a cell that is no number: file, line and column", async () => {
    project.write("chimera_train_data/worker3/X_train.csv", "a,b\n1,2\n3,x\n");
    const program = start("start.mjs");
    expect(await program.ended).toBe(1);
    expect(program.lines.join("\n")).toMatch(/Worker worker3 could not start: .*X_train\.csv/);
    noStackTrace(program);
  });

  it("a syntax error in master.ts: file, line and column", async () => {
    project.write("master.ts", "const broken = ;");
    const program = start("start.mjs");
    expect(await program.ended).toBe(1);
    expect(program.lines[0]).toMatch(/master\.ts:1:16: Unexpected ";"/);
    noStackTrace(program);
  });

  it("a wrong parameter in master.ts: its place and the rule", async () => {
    project.write(
      "master.ts",
      `import { ParameterServerMaster } from "chimera-distributed-ml";\nnew ParameterServerMaster("classifier", { maxIter: 0 });`,
    );
    const program = start("start.mjs");
    expect(await program.ended).toBe(1);
    expect(program.lines[0]).toMatch(/master\.ts:2:1: maxIter must be/);
    noStackTrace(program);
  });

  it("no project", async () => {
    const program = start("start.mjs", [], { CHIMERA_PROJECT: join(project.dir, "nowhere") });
    expect(await program.ended).toBe(1);
    expect(program.lines).toEqual([expect.stringContaining("CHIMERA_PROJECT")]);
  });

  it("a port in use: which one, and how to choose another", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as AddressInfo;
    const program = start("start.mjs", [], { CHIMERA_MASTER_PORT: String(port) });
    const pids = await workerPids(program);
    expect(await program.ended).toBe(1);
    other.close();
    expect(program.lines.join("\n")).toMatch(new RegExp(`${port}.*CHIMERA_MASTER_PORT`));
    expect(pids.filter(isAlive)).toEqual([]);
    noStackTrace(program);
  });
});

describe("a worker that is killed during a fit", () => {
  it("is reported, and the fit goes on as partial", async () => {
    // One worker blocks for a moment in every round, so that the fit is still going on when another is killed.
    project.write(
      "chimera_workers/worker1.ts",
      `import { SGDWorker } from "chimera-distributed-ml";
       console.log("pid", process.pid);
       setInterval(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20), 1);
       await new SGDWorker("classifier").serve();`,
    );
    const program = start("start.mjs", ["--once"]);
    const [, victim] = await workerPids(program);
    await program.line(/^round 4\/40 /);
    process.kill(victim!, "SIGKILL");
    expect(await program.ended).toBe(0);
    const printed = program.lines.join("\n");
    expect(printed).toContain("Worker worker2 was killed by SIGKILL");
    expect(printed).toMatch(/worker2 failed in round \d+/);
    expect(printed).toMatch(/partial: 2 of 3 workers to the end/);
  });
});

describe("nx serve", () => {
  it("serves a worker alone until SIGTERM", async () => {
    const program = start("serve.mjs", ["worker"], {
      CHIMERA_WORKERS_NODE_NAME: "worker2",
      CHIMERA_LISTEN: "127.0.0.1:0",
    });
    const [, address] = await program.line(/worker2 listens on (\S+:\d+)\.$/);
    expect((await fetch(`http://${address}/healthz`)).status).toBe(200);
    program.kill("SIGTERM");
    expect(await program.ended).toBe(0);
  });

  it("attaches a master to workers that run already", async () => {
    const workers = NAMES.map((name) =>
      start("serve.mjs", ["worker"], { CHIMERA_WORKERS_NODE_NAME: name, CHIMERA_LISTEN: "127.0.0.1:0" }),
    );
    const lines = await Promise.all(workers.map((worker) => worker.line(/listens on (\S+:\d+)\.$/)));
    const master = start("serve.mjs", ["master"], {
      CHIMERA_RUNTIME: "attach",
      CHIMERA_WORKERS_URLS: JSON.stringify(lines.map(([, address]) => `http://${address}`)),
      CHIMERA_ONCE: "1",
    });
    expect(await master.ended).toBe(0);
    expect(master.lines.join("\n")).toMatch(/accuracy/);
    expect(workers.every((worker) => isAlive(worker.pid))).toBe(true);
  });

  it("serves a master alone, with serve() in master.ts, until SIGTERM", async () => {
    const workers = NAMES.map((name) =>
      start("serve.mjs", ["worker"], { CHIMERA_WORKERS_NODE_NAME: name, CHIMERA_LISTEN: "127.0.0.1:0" }),
    );
    const lines = await Promise.all(workers.map((worker) => worker.line(/listens on (\S+:\d+)\.$/)));
    project.write("master.ts", SERVES_ALONE);
    const master = start("serve.mjs", ["master"], {
      CHIMERA_WORKERS_URLS: JSON.stringify(lines.map(([, address]) => `http://${address}`)),
      CHIMERA_RUNTIME: "attach",
      CHIMERA_MASTER_PORT: String(await freePort()),
    });
    const [, url] = await master.line(/The parameter-server master serves (http\S+)/);
    const response = await fetch(`${url}/v1/chimera/parameter-server/fit`, { method: "POST" });
    expect(await response.json()).toMatchObject({ fit: "ok", iterations: 5 });
    master.kill("SIGTERM");
    expect(await master.ended).toBe(0);
  });

  it("tells in one sentence why serve() cannot go on", async () => {
    project.write("master.ts", SERVES_ALONE);
    const master = start("serve.mjs", ["master"], {
      CHIMERA_RUNTIME: "attach",
      CHIMERA_WORKERS_URLS: "nowhere",
    });
    expect(await master.ended).toBe(1);
    const said = master.lines.join("\n");
    expect(said).toContain("CHIMERA_WORKERS_URLS");
    expect(said).not.toMatch(/^\s+at /m);
  });
});
