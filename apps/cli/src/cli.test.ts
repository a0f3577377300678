import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cli } from "./cli.ts";
import { recordingServices } from "./testing/recording-services.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "chimera-cli-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs one line in the temporary folder; its arguments hold no spaces. */
async function run(line: string, changes: Parameters<typeof recordingServices>[0] = {}) {
  const services = recordingServices({ cwd: folder, ...changes });
  const exitCode = await cli(line === "" ? [] : line.split(" "), services);
  return { ...services, exitCode };
}

describe("chimera", () => {
  it.each(["", "--help", "-h"])("shows all commands for %j", async (line) => {
    const { exitCode, printed } = await run(line);
    expect(exitCode).toBe(0);
    for (const name of [
      "run",
      "fit",
      "predict",
      "export",
      "split",
      "compose",
      "times",
      "timeline",
      "explain",
      "exec",
    ]) {
      expect(printed.join()).toMatch(new RegExp(`^ +${name} {2,}[A-Z]`, "m"));
    }
  });

  it("shows its version", async () => {
    expect((await run("--version")).printed).toEqual(["1.2.3"]);
  });

  it("names the closest command", async () => {
    const { exitCode, said } = await run("tmies");
    expect(exitCode).toBe(1);
    expect(said).toEqual([
      expect.stringMatching(
        /^chimera: expected a command \(run, .*\), got "tmies"; did you mean npx chimera times\?$/,
      ),
    ]);
    expect((await run("toString")).said[0]).toMatch(/got "toString"; see npx chimera --help\.$/);
  });

  it.each(["run", "compose", "times", "timeline"])(
    "shows usage, options and an example of %s",
    async (name) => {
      const { exitCode, printed } = await run(`${name} --help`);
      expect(exitCode).toBe(0);
      expect(printed[0]).toContain(`USAGE chimera ${name}`);
      expect(printed[0]).toContain("--project=<DIR>");
      expect(printed[0]).toContain(`EXAMPLE npx chimera ${name}`);
    },
  );
});

describe("chimera run", () => {
  it("runs the project that is asked for", async () => {
    writeFileSync(join(folder, "master.ts"), "");
    const { exitCode, projectsRun } = await run("run --project . --once --port 9000");
    expect(exitCode).toBe(0);
    expect(projectsRun).toEqual([{ projectDir: folder, once: true, port: 9000 }]);
  });

  it("finds the project: the current folder, else the quickstart; CHIMERA_PROJECT before both", async () => {
    const repository = join(folder, "repository");
    const [quickstart, mine] = [join(repository, "examples/quickstart"), join(repository, "mine")];
    for (const project of [quickstart, mine]) {
      mkdirSync(project, { recursive: true });
      writeFileSync(join(project, "master.ts"), "");
    }
    const projectOf = async (changes: object) => {
      const { projectsRun } = await run("run", { repositoryDir: repository, ...changes });
      return (projectsRun[0] as { projectDir: string }).projectDir;
    };
    expect(await projectOf({})).toBe(quickstart);
    expect(await projectOf({ cwd: mine })).toBe(mine);
    expect(await projectOf({ cwd: quickstart, env: { CHIMERA_PROJECT: "mine" } })).toBe(mine);
  });

  it.each([
    [
      "run --project nowhere",
      /^--project: expected a folder, got "nowhere", and there is none at .*; correct the path\.$/,
    ],
    ["run --project .", /^run: expected a project with a master\.ts, got .* without one; give --project /],
    ["run --port http", /^--port: expected an integer from 1 to 65535, got "http"; /],
  ])("refuses %s", async (line, message) => {
    if (line.includes("port")) writeFileSync(join(folder, "master.ts"), "");
    const { exitCode, said, projectsRun } = await run(line);
    expect(exitCode).toBe(1);
    expect(said).toEqual([expect.stringMatching(message)]);
    expect(projectsRun).toEqual([]);
  });

  it("prints what the project's errors say, and the stack of a mistake in a program", async () => {
    writeFileSync(join(folder, "master.ts"), "");
    class LaunchError extends Error {
      override readonly name = "LaunchError";
    }
    const failWith = (error: Error) => run("run", { runProject: () => Promise.reject(error) });
    expect((await failWith(new LaunchError("Worker worker1 could not start."))).said).toEqual([
      "Worker worker1 could not start.",
    ]);
    expect((await failWith(new TypeError("x is undefined"))).said[0]).toMatch(
      /TypeError: x is undefined\n +at /,
    );
  });
});

describe("chimera exec", () => {
  it("runs the file that is asked for", async () => {
    writeFileSync(join(folder, "load.ts"), "");
    const { exitCode, filesRun } = await run("exec load.ts");
    expect([exitCode, filesRun]).toEqual([0, [join(folder, "load.ts")]]);
  });

  it.each([
    [
      "exec",
      /^exec: expected a TypeScript file, got nothing; write for example npx chimera exec load\.ts\.$/,
    ],
    [
      "exec no.ts",
      /^exec: expected a TypeScript file, got "no\.ts", and there is none at .*; correct the path\.$/,
    ],
    ["exec .", /^exec: expected a TypeScript file, got "\.", and there is none at /],
    ["exec a.ts b", /^arguments: expected at most 1 \(file\), got "b"; /],
  ])("refuses %s", async (line, message) => {
    const { exitCode, said, filesRun } = await run(line);
    expect([exitCode, filesRun]).toEqual([1, []]);
    expect(said).toEqual([expect.stringMatching(message)]);
  });
});

describe("chimera compose", () => {
  it("ends with 1 when the generator refuses the configuration", async () => {
    const { exitCode, said } = await run("compose --check", { env: { CHIMERA_PROJECT: folder } });
    expect(exitCode).toBe(1);
    expect(said).toEqual([expect.stringContaining("The configuration has")]);
  });
});

describe("chimera times", () => {
  const log = (latencyMs: number) =>
    JSON.stringify({ node: "worker1", endpoint: "/fit", method: "POST", status: 200, latencyMs });
  const writeLogs = (logs: string) => {
    mkdirSync(join(folder, logs, "worker1"), { recursive: true });
    writeFileSync(join(folder, logs, "worker1/chimera_time.log"), `${log(1)}\n${log(3)}\n{"cut`);
  };
  const table = [
    "node     endpoint   count  mean ms  p50 ms  p95 ms  max ms",
    "worker1  POST /fit      2    2.000   1.000   3.000   3.000",
  ].join("\n");

  it("summarises a folder", async () => {
    writeLogs("logs");
    const { exitCode, printed, said } = await run("times logs");
    expect(exitCode).toBe(0);
    expect(printed).toEqual([table]);
    expect(said).toEqual(["Lines left out, cut off when a node was killed or not ours: 1"]);
  });

  it.each([
    [
      "times nowhere",
      /^times: expected a folder, got "nowhere", and there is none at .*; correct the path\.$/,
    ],
    [
      "times .",
      /^times: expected files named chimera_time\.log, got none below .*; run the project first\.$/,
    ],
    ["times . --project .", /^times: expected a folder of logs or --project, got both; leave one out\.$/],
    ["times a b", /^arguments: expected at most 1 \(dir\), got "b"; leave it out, or see --help\.$/],
  ])("refuses %s", async (line, message) => {
    const { exitCode, said } = await run(line);
    expect(exitCode).toBe(1);
    expect(said).toEqual([expect.stringMatching(message)]);
  });
});
