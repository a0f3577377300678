import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { workspaceRoot } from "./paths.mjs";
import { countOutcomes } from "./test-outcomes.mjs";

/** Runs vitest once over the workspace, shows its output as it comes, and counts from its JSON report. */
export async function runVitest(extraArguments) {
  const folder = mkdtempSync(join(tmpdir(), "chimera-tests-"));
  const reportFile = join(folder, "report.json");
  try {
    const exitCode = await vitest([
      "run",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${reportFile}`,
      ...extraArguments,
    ]);
    return countOutcomes(readReport(reportFile), exitCode);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns the exit code; signals to this process are passed on */
function vitest(argumentList) {
  const program = join(workspaceRoot, "node_modules", "vitest", "vitest.mjs");
  const child = spawn(process.execPath, [program, ...argumentList], { cwd: workspaceRoot, stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 1));
  });
}

/** `undefined` when vitest ended before it wrote one. */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
