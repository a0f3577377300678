import { decodeTensorMessage, encodeTensors } from "@chimera/protocol";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  hasPython,
  startDocumentedQuickstart,
  type DocumentedQuickstart,
} from "./support/documented-quickstart.ts";
import { blocksOf } from "./support/markdown.ts";
import { startProgram } from "./support/program.ts";
import { workspace } from "./support/project.ts";

// The programs of docs/rest-api.md, against a quickstart that was just started.
let quickstart: DocumentedQuickstart;
beforeAll(async () => void (quickstart = await startDocumentedQuickstart()));
afterAll(() => quickstart.stop());

/** The one program in a language, with the address of this test's master. */
function documented(wanted: string): string {
  const blocks = blocksOf(join(workspace, "docs/rest-api.md")).filter(({ language }) => language === wanted);
  expect(blocks).toHaveLength(1);
  return quickstart.here(blocks[0]!.text);
}

// From here on the order of the tests matters: the first one fits.
it("ChimeraClient trains, and predicts the hold-out", async () => {
  const file = join(quickstart.folder, "ask.ts");
  writeFileSync(file, documented("ts"));
  const program = startProgram(["apps/cli/bin/chimera.mjs", "exec", file], {});
  expect(await program.ended).toBe(0);
  expect(program.lines.slice(-2)).toEqual(["ok 200 rounds", "[ 0, 0, 1, 1, 0 ]"]);
});

it("chimera predict prints what REST answers as CSV", async () => {
  const file = "examples/quickstart/chimera_test_data/X_test.csv";
  const program = startProgram(
    ["apps/cli/bin/chimera.mjs", "predict", "--csv", file, "--url", quickstart.url],
    {},
  );
  expect(await program.ended).toBe(0);
  const answer = await fetch(`${quickstart.url}/v1/chimera/parameter-server/predict`, {
    method: "POST",
    headers: { "content-type": "text/csv", accept: "text/csv" },
    body: readFileSync(join(workspace, file)),
  });
  expect(`${program.lines.join("\n")}\n`).toBe(await answer.text());
});

describe.skipIf(!hasPython("numpy"))("tensors from Python", () => {
  /** The documented program's functions, without what it does with them. */
  const functions = () => `import sys\n${documented("python").split("\nwith open(")[0]!}\n`;

  it("the documented program predicts what it shows", () => {
    const blocks = blocksOf(join(workspace, "docs/rest-api.md"));
    const shown = blocks[blocks.findIndex(({ language }) => language === "python") + 1]!.text;
    expect(quickstart.python(documented("python")).toString()).toBe(shown);
  });

  // Lengths around the eight lanes, types that need filling, and no elements at all.
  const lengths = [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 1001];

  it("what it encodes, the decoder of the nodes reads", () => {
    const made = lengths.map(
      (n) =>
        `"d${n}": np.arange(${n}) / 7, "f${n}": np.arange(${n}, dtype="float32") / 7, ` +
        `"i${n}": -np.arange(${n}, dtype="int32")`,
    );
    const body = quickstart.python(
      `${functions()}sys.stdout.buffer.write(encode({${made.join(", ")}, "m": np.ones((3, 5)).T}, {"ä": ["b", 1]}))`,
    );
    const { tensors, metadata } = decodeTensorMessage(body);
    expect(metadata).toEqual({ ä: ["b", 1] });
    expect(tensors.size).toBe(3 * lengths.length + 1);
    for (const n of lengths) {
      const counted = Float64Array.from({ length: n }, (_, i) => i);
      expect(tensors.get(`d${n}`)).toEqual({ shape: [n], data: counted.map((i) => i / 7) });
      expect(tensors.get(`f${n}`)).toEqual({ shape: [n], data: Float32Array.from(counted, (i) => i / 7) });
      expect(tensors.get(`i${n}`)).toEqual({ shape: [n], data: Int32Array.from(counted, (i) => -i) });
    }
    expect(tensors.get("m")).toEqual({ shape: [5, 3], data: new Float64Array(15).fill(1) });
  });

  it("what the nodes encode, it decodes", () => {
    const tensors = {
      d: { shape: [2, 1], data: Float64Array.of(0.1, -1e300) },
      none: { shape: [0, 4], data: new Float32Array(0) },
      f: { shape: [3], data: Float32Array.of(1, 2, 3) },
      i: { shape: [1], data: Int32Array.of(-7) },
    };
    const program = `tensors, metadata = decode(sys.stdin.buffer.read())
print(json.dumps([metadata, {name: [a.dtype.name, a.shape, a.tolist()] for name, a in tensors.items()}]))`;
    const output = quickstart.python(functions() + program, encodeTensors(tensors, { classes: ["x"] }));
    expect(JSON.parse(output.toString())).toEqual([
      { classes: ["x"] },
      {
        d: ["float64", [2, 1], [[0.1], [-1e300]]],
        none: ["float32", [0, 4], []],
        f: ["float32", [3], [1, 2, 3]],
        i: ["int32", [1], [-7]],
      },
    ]);
  });
});
