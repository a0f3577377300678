import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { isAlive, startProgram, type Program } from "./support/program.ts";
import { makeProject, type Project } from "./support/project.ts";

let project: Project;
beforeEach(() => void (project = makeProject()));
afterEach(() => project.remove());

/** Runs a program that works with a master of the test's project. @param body of an async function of `master` and `projectDir`. */
async function run(body: string): Promise<{ program: Program; exitCode: number | string; pids: number[] }> {
  project.write(
    "program.ts",
    `import { ParameterServerMaster, withMaster } from "chimera-distributed-ml";
     const projectDir = import.meta.dirname;
     const master = new ParameterServerMaster("classifier", { maxIter: 5, standardize: true });
     ${body}`,
  );
  const program = startProgram(["apps/cli/bin/chimera.mjs", "exec", join(project.dir, "program.ts")], {});
  const exitCode = await program.ended;
  const pids = program.lines.flatMap((line) => /^worker\d \| pid (\d+)$/.exec(line)?.[1] ?? []).map(Number);
  return { program, exitCode, pids };
}

it("withMaster gives a program a master with its workers, and closes all of it, so that the program ends by itself", async () => {
  const { program, exitCode, pids } = await run(
    `const report = await withMaster(master, async (running) => {
       console.log("answers", (await fetch(running.url + "/healthz")).status);
       return running.fit();
     }, { projectDir });
     console.log("fit", report.fit, report.iterations);`,
  );
  expect(program.lines.filter((line) => /^(answers|fit)/.test(line))).toEqual(["answers 200", "fit ok 5"]);
  expect([exitCode, pids.length, pids.filter(isAlive)]).toEqual([0, 3, []]);
});

it("closes it too when the program's part fails, and passes on why", async () => {
  const { program, exitCode, pids } = await run(
    `await withMaster(master, () => Promise.reject(new Error("Enough.")), { projectDir });`,
  );
  expect(program.lines.join("\n")).toMatch(/program\.ts:\d+:\d+: Enough\./);
  expect([exitCode, pids.length, pids.filter(isAlive)]).toEqual([1, 3, []]);
});

it("tells what keeps the master from serving", async () => {
  const { program, exitCode } = await run(
    `await withMaster("classifier" as never, () => Promise.resolve(), { projectDir }).catch((error) => console.log(error.message));
     await withMaster(master, () => Promise.resolve(), { projectDir: projectDir + "/nowhere" }).catch((error) => console.log(error.message));`,
  );
  expect(exitCode).toBe(0);
  expect(program.lines[0]).toBe(
    "withMaster expects a master first, e.g. withMaster(master, (running) => running.fit()).",
  );
  expect(program.lines.join("\n")).toMatch(/nowhere has no chimera_workers/);
});
