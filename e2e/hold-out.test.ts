import { afterEach, beforeEach, expect, it } from "vitest";
import { startProgram } from "./support/program.ts";
import { makeProject, type Project } from "./support/project.ts";

let project: Project;
beforeEach(() => void (project = makeProject()));
afterEach(() => project.remove());

/** What `npm start -- --once` prints of the project, and its exit code. */
async function once(): Promise<{ printed: string; exitCode: unknown }> {
  const program = startProgram(["scripts/start.mjs", "--once"], { CHIMERA_PROJECT: project.dir });
  const exitCode = await program.ended;
  return { printed: program.lines.join("\n"), exitCode };
}

it("a hold-out of other columns is told before the first round", async () => {
  project.write("chimera_test_data/X_test.csv", "a,c\n1,2\n");
  project.write("chimera_test_data/y_test.csv", "side\nabove\n");
  const { printed, exitCode } = await once();
  expect(exitCode).toBe(1);
  expect(printed).toContain("missing [b], unexpected [c]. Correct its header, or remove chimera_test_data.");
  expect(printed).not.toMatch(/^round /m);
  expect(printed).not.toMatch(/^\s+at /m);
});

it("a class that nobody has rows of is told, and the others are scored", async () => {
  project.write("chimera_test_data/X_test.csv", "a,b\n1,2\n90,90\n");
  project.write("chimera_test_data/y_test.csv", "side\nbeside\nabove\n");
  const { printed, exitCode } = await once();
  expect(exitCode).toBe(0);
  expect(printed).toContain(
    'note: 1 of the 2 rows in chimera_test_data are of classes that no worker has rows of ("beside"): they will be scored as wrong.',
  );
  expect(printed).toContain("Hold-out, 2 rows that no worker has seen:");
});
