import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freePort } from "./support/free-port.ts";
import { blocksOf } from "./support/markdown.ts";
import { startProgram, type Program } from "./support/program.ts";
import { workspace } from "./support/project.ts";

// The programs of docs/rest-api.md, against a quickstart that was just started.
let folder: string;
let master: Program;
let url: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "chimera-programs-"));
  const port = await freePort();
  master = startProgram(["scripts/start.mjs"], {
    CHIMERA_FIT_ON_START: "0",
    CHIMERA_MASTER_PORT: String(port),
    CHIMERA_LOGS_DIR: join(folder, "logs"),
    CHIMERA_RUNS_DIR: join(folder, "runs"),
  });
  await master.line(/Try:/);
  url = `http://127.0.0.1:${port}`;
});

afterAll(async () => {
  master.kill("SIGTERM");
  await master.ended;
  rmSync(folder, { recursive: true });
});

/** The one program in a language, with the address of this test's master. */
function documented(wanted: string): string {
  const blocks = blocksOf(join(workspace, "docs/rest-api.md")).filter(({ language }) => language === wanted);
  expect(blocks).toHaveLength(1);
  return blocks[0]!.text.replaceAll("http://127.0.0.1:8080", url);
}

it("ChimeraClient trains, and predicts the hold-out", async () => {
  const file = join(folder, "ask.ts");
  writeFileSync(file, documented("ts"));
  const program = startProgram(["apps/cli/bin/chimera.mjs", "exec", file], {});
  expect(await program.ended).toBe(0);
  expect(program.lines.slice(-2)).toEqual(["ok 200 rounds", "[ 0, 0, 1, 1, 0 ]"]);
});

it("chimera predict prints what REST answers as CSV", async () => {
  const file = "examples/quickstart/chimera_test_data/X_test.csv";
  const program = startProgram(["apps/cli/bin/chimera.mjs", "predict", "--csv", file, "--url", url], {});
  expect(await program.ended).toBe(0);
  const answer = await fetch(`${url}/v1/chimera/parameter-server/predict`, {
    method: "POST",
    headers: { "content-type": "text/csv", accept: "text/csv" },
    body: readFileSync(join(workspace, file)),
  });
  expect(`${program.lines.join("\n")}\n`).toBe(await answer.text());
});
