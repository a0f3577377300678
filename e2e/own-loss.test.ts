import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { freePort } from "./support/free-port.ts";
import { startProgram, type Program } from "./support/program.ts";
import { workspace } from "./support/project.ts";

const WORKERS = ["worker1", "worker2", "worker3"];

let folder: string;
let project: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "chimera-loss-"));
  project = join(folder, "own-loss");
  cpSync(join(workspace, "examples/own-loss"), project, { recursive: true });
  symlinkSync(join(workspace, "node_modules"), join(folder, "node_modules"));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function once(): Promise<Program> {
  return startProgram(["scripts/start.mjs", "--once"], {
    CHIMERA_PROJECT: project,
    CHIMERA_MASTER_PORT: String(await freePort()),
    CHIMERA_LOGS_DIR: join(folder, "logs"),
    CHIMERA_RUNS_DIR: join(folder, "runs"),
  });
}

function edit(file: string, change: (text: string) => string): void {
  writeFileSync(join(project, file), change(readFileSync(join(project, file), "utf8")));
}

const stackTrace = (lines: readonly string[]) => lines.filter((line) => /^\s+at /u.test(line));

it("an expression with a mistake ends the master before anything starts, with what is wrong and where", async () => {
  edit("master.ts", (text) => text.replace("9 * (y - p)^2", "9 * (y - q)^2"));
  const program = await once();
  expect(await program.ended).toBe(1);
  expect(program.lines.join("\n")).toMatch(
    /loss must be one of squared_error, .*unknown symbol q at column \d+/,
  );
  expect(program.lines.join("\n")).not.toContain("healthy");
  expect(stackTrace(program.lines)).toEqual([]);
});

it("an expression with a mistake on one worker ends the start with the worker's name", async () => {
  edit("chimera_workers/worker2.ts", (text) => text.replace("(p - y)^2", "(p - y)^"));
  const program = await once();
  expect(await program.ended).toBe(1);
  expect(program.lines.join("\n")).toMatch(/worker2.*loss must be one of/su);
  expect(stackTrace(program.lines)).toEqual([]);
});

it("a worker or a master that is started alone ends with one sentence and the place, and never listens", async () => {
  edit("chimera_workers/worker2.ts", (text) => text.replace("(p - y)^2", "(p - y)^"));
  edit("master.ts", (text) =>
    text.replace("(p - y)^2", "(p - y)^").replace(/^await run\(.*$/mu, "await master.serve();"),
  );
  const env = {
    CHIMERA_PROJECT: project,
    CHIMERA_WORKERS_NODE_NAME: "worker2",
    CHIMERA_WORKERS_PORT: String(await freePort()),
    CHIMERA_MASTER_PORT: String(await freePort()),
    CHIMERA_LOGS_DIR: join(folder, "logs"),
    CHIMERA_RUNS_DIR: join(folder, "runs"),
  };
  for (const script of ["dist/worker/main.js", "dist/master/main.js"]) {
    const program = startProgram([script], env);
    expect(await program.ended).toBe(1);
    expect(program.lines).toEqual([
      expect.stringMatching(
        /^loss must be one of squared_error, .*Unexpected end of expression at column 33/u,
      ),
    ]);
  }
});

it("a weak learner of bagging may have a loss of one's own", async () => {
  const loss = JSON.stringify("p < y ? 9 * (y - p)^2 : (p - y)^2");
  writeFileSync(
    join(project, "master.ts"),
    'import { AggregationMaster, run } from "chimera-distributed-ml";\nawait run(new AggregationMaster("regressor"));\n',
  );
  for (const name of WORKERS) {
    writeFileSync(
      join(project, `chimera_workers/${name}.ts`),
      `import { Pipeline, RegressionWorker, SGDRegressor, StandardScaler } from "chimera-distributed-ml";
       const learner = new SGDRegressor({ loss: ${loss}, eta0: 0.001, maxIter: 50 });
       new RegressionWorker(new Pipeline([new StandardScaler(), learner])).serve();\n`,
    );
  }
  const program = await once();
  expect(await program.ended).toBe(0);
  expect(program.lines.join("\n")).toMatch(/^r² +0\.\d+/mu);
});

it("a program without an expression never reads the parser: it is in no file that the built framework imports at once", () => {
  const built = spawnSync(process.execPath, ["scripts/build.mjs", "chimera-distributed-ml"], {
    cwd: workspace,
  });
  expect(built.status).toBe(0);
  const framework = join(workspace, "dist/chimera-distributed-ml");
  const atOnce = filesImportedBy(framework, "index.js");
  expect(atOnce.length).toBeGreaterThan(1);
  expect(atOnce.filter((file) => hasParser(framework, file))).toEqual([]);
  const chunks = readdirSync(framework).filter((file) => file.endsWith(".js"));
  expect(chunks.filter((file) => hasParser(framework, file))).toHaveLength(1);
});

/** The file and what it imports when it is loaded, not on demand. */
function filesImportedBy(folder: string, file: string, found: string[] = []): string[] {
  if (found.includes(file)) return found;
  found.push(file);
  const text = readFileSync(join(folder, file), "utf8");
  for (const [, name] of text.matchAll(/^(?:import|\}\s*from)\s*"\.\/([^"]+)";$/gmu))
    filesImportedBy(folder, name!, found);
  return found;
}

const hasParser = (folder: string, file: string) =>
  readFileSync(join(folder, file), "utf8").includes("node_modules/mathjs/");
