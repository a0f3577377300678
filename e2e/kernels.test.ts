import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "./support/free-port.ts";
import { startProgram, type Program } from "./support/program.ts";
import { workspace } from "./support/project.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "chimera-kernels-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function quickstart(kernels: string): Promise<{ program: Program; logs: string }> {
  const logs = join(folder, kernels);
  const program = await startProgram(["scripts/start.mjs", "--once"], {
    CHIMERA_PROJECT: join(workspace, "examples/quickstart"),
    CHIMERA_MASTER_PORT: String(await freePort()),
    CHIMERA_LOGS_DIR: logs,
    CHIMERA_RUNS_DIR: join(folder, "runs"),
    CHIMERA_KERNELS: kernels,
  });
  return { program, logs };
}

/** What a node's status log says of its kernels. */
function computes(logs: string, node: string): { kernel: string; msg: string } {
  const lines = readFileSync(join(logs, node, "chimera_status.log"), "utf8").split("\n");
  const line = lines.find((text) => text.includes("Computes with the kernels"));
  return JSON.parse(line!) as { kernel: string; msg: string };
}

describe("CHIMERA_KERNELS", () => {
  it.each([
    ["ts", /^typescript$/],
    ["wasm", /^wasm-(relaxed-)?simd$/],
    ["auto", /wasm-(relaxed-)?simd$/],
  ])("%s trains, and every node says what computes", async (kernels, name) => {
    const { program, logs } = await quickstart(kernels);
    expect(await program.ended).toBe(0);
    expect(program.lines.join("\n")).toMatch(/accuracy +0\.97/);
    for (const node of ["master", "worker1", "worker3"]) {
      const { kernel, msg } = computes(logs, node);
      expect(kernel).toMatch(name);
      expect(msg).toContain(`Computes with the kernels ${kernel}, in 1 thread: `);
    }
  });

  it("refuses what it does not know, before anything starts", async () => {
    const { program } = await quickstart("cuda");
    expect(await program.ended).toBe(1);
    const printed = program.lines.join("\n");
    expect(printed).toContain("CHIMERA_KERNELS (from the environment)");
    expect(printed).not.toContain("    at ");
  });
});
