import { dense, Sequential } from "@chimera/algorithms";
import { readHoldOut } from "@chimera/dataset";
import { encodeNetwork } from "@chimera/nodes";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { blocksOf } from "./support/markdown.ts";
import { startProgram } from "./support/program.ts";
import { workspace } from "./support/project.ts";

// Outside of the clone, where Node.js finds no chimera-distributed-ml by itself.
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "chimera-exec-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function exec(text: string): Promise<{ exitCode: number | string; lines: string[] }> {
  const file = join(folder, "load.ts");
  writeFileSync(file, text);
  const program = startProgram(["apps/cli/bin/chimera.mjs", "exec", file], {});
  const exitCode = await program.ended;
  return { exitCode, lines: program.lines.filter((line) => !line.startsWith("built ")) };
}

/** The one program of docs/learners.md with a word in them. */
function documented(word: string): string {
  const blocks = blocksOf(join(workspace, "docs/learners.md"));
  const [program, ...others] = blocks.filter(
    ({ language, text }) => language === "ts" && text.includes(word),
  );
  expect(others).toEqual([]);
  return program!.text;
}

it("docs/learners.md: the program that loads a network runs, and predicts the hold-out of the example", async () => {
  const { columns } = readHoldOut(join(workspace, "examples/pipeline-mlp"), "classifier")!;
  const layers = [dense(8, { activation: "relu" }), dense(10)];
  const weights = new Sequential({ inputShape: [columns.length], layers }).init(3);
  const classes = Array.from({ length: 10 }, (_, digit) => digit);
  const common = { inputShape: [columns.length], dtype: "float32", loss: "cross_entropy" } as const;
  const file = join(folder, "digits.chimera");
  writeFileSync(file, encodeNetwork({ ...common, layers, weights, columns, classes, scaling: null }));

  const program = documented("loadNetwork").replace('"digits.chimera"', JSON.stringify(file));
  const { exitCode, lines } = await exec(program);
  expect([exitCode, lines]).toEqual([0, [expect.stringMatching(/^\[(?: \d,?){5} \] 0\.[01]\d+$/)]]);
});

it("docs/learners.md: the program that trains a network by hand runs, and its loss falls", async () => {
  const { exitCode, lines } = await exec(documented("createOptimizer"));
  expect(exitCode).toBe(0);
  const losses = lines.flatMap((line) => /^(?:9|19) (\S+)$/u.exec(line)?.[1] ?? []).map(Number);
  expect(losses).toHaveLength(2);
  expect(losses[1]).toBeLessThan(losses[0]!);
});

it("a mistake is shown with its place in the file, and types may stand in it", async () => {
  const { exitCode, lines } = await exec(
    "const depth: number = 3;\nthrow new TypeError(`wrong at ${depth}`);\n",
  );
  expect(exitCode).toBe(1);
  expect(lines).toEqual([expect.stringMatching(/load\.ts:2:\d+: TypeError: wrong at 3$/)]);
});
