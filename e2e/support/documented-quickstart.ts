import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { freePort } from "./free-port.ts";
import { startProgram } from "./program.ts";
import { workspace } from "./project.ts";

/** Where the documentation's examples find the master. */
const DOCUMENTED = "http://127.0.0.1:8080";

/** A quickstart that was just started and has fitted nothing, for what the documentation does with one. */
export interface DocumentedQuickstart {
  readonly url: string;
  /** An empty folder. */
  readonly folder: string;
  /** Text of the documentation, with the address of this master. */
  here(text: string): string;
  /** Runs a program in the workspace, and fails unless it ends well and says nothing on stderr. @returns what it printed */
  run(program: string, args: readonly string[], input?: Uint8Array): Buffer;
  /** The same with a Python program's text; where `requests` is not installed, with a stand-in. */
  python(text: string, input?: Uint8Array): Buffer;
  stop(): Promise<void>;
}

export async function startDocumentedQuickstart(): Promise<DocumentedQuickstart> {
  const folder = mkdtempSync(join(tmpdir(), "chimera-docs-"));
  const port = await freePort();
  const master = startProgram(["scripts/start.mjs"], {
    CHIMERA_FIT_ON_START: "0",
    CHIMERA_MASTER_PORT: String(port),
    CHIMERA_LOGS_DIR: join(folder, "logs"),
    CHIMERA_RUNS_DIR: join(folder, "runs"),
  });
  await master.line(/Try:/);
  const url = `http://127.0.0.1:${port}`;
  const here = (text: string) => text.replaceAll(DOCUMENTED, url);

  function run(program: string, args: readonly string[], input?: Uint8Array): Buffer {
    const standIn = hasPython("requests") ? {} : { PYTHONPATH: join(import.meta.dirname, "requests") };
    const env = { ...process.env, PYTHONDONTWRITEBYTECODE: "1", ...standIn };
    const { status, stdout, stderr } = spawnSync(program, args, { cwd: workspace, env, input });
    expect([status, stderr.toString()]).toEqual([0, ""]);
    return stdout;
  }

  return {
    url,
    folder,
    here,
    run,
    python(text, input) {
      const script = join(folder, "program.py");
      writeFileSync(script, here(text));
      return run("python3", [script], input);
    },
    async stop() {
      master.kill("SIGTERM");
      await master.ended;
      rmSync(folder, { recursive: true });
    },
  };
}

/** Whether a program is there, and ends well with these arguments. */
export function runs(program: string, args: readonly string[]): boolean {
  return spawnSync(program, args).status === 0;
}

/** Whether Python has a library, as it is imported. */
export function hasPython(library: string): boolean {
  return runs("python3", ["-c", `import ${library}`]);
}
