import { ParameterError, rowOf } from "@chimera/algorithms";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadDataset, readHoldOut } from "./load-dataset.ts";
import { faultOf } from "./testing/fault-of.ts";
import { temporaryFolder } from "./testing/temporary-folder.ts";
import { writeShards } from "./write-shards.ts";

const rows = Array.from({ length: 10 }, (_, i) => `${i},"class, ""${i % 2}""",${i}.50`);
const csv = `Id , Label,x\r\n${rows.join("\r\n")}\r\n`;

function write(options: Partial<Parameters<typeof writeShards>[0]> = {}) {
  const projectDir = temporaryFolder({ "all.csv": csv });
  const names = ["worker1", "worker2", "worker3"];
  const all = { csv: join(projectDir, "all.csv"), target: " label ", projectDir, names };
  return { projectDir, summary: writeShards({ ...all, ...options }) };
}

describe("writeShards", () => {
  it("writes shards and a hold-out that load again, every row once, labels with their features", () => {
    const { projectDir, summary } = write();
    expect(summary).toMatchObject({ nRows: 10, features: ["Id", "x"], target: "Label" });
    expect(summary.shards.map(({ name, nRows }) => [name, nRows])).toEqual([
      ["worker1", 3],
      ["worker2", 3],
      ["worker3", 2],
    ]);
    expect(summary.holdOut).toEqual({ folder: join(projectDir, "chimera_test_data"), nRows: 2 });

    const parts = [
      ...summary.shards.map((shard) => loadDataset(shard.folder, "classifier")),
      readHoldOut(projectDir, "classifier")!,
    ];
    const read = parts.flatMap(({ X, y }) => [...y].map((label, i) => [...rowOf(X, i), label]));
    expect(read.sort(([a], [b]) => Number(a) - Number(b))).toEqual(
      Array.from({ length: 10 }, (_, i) => [i, i + 0.5, `class, "${i % 2}"`]),
    );
    expect(parts[0]).toMatchObject({ columns: ["id", "x"], targetColumn: "label" });
  });

  it("keeps the text of cells, and the order when asked", () => {
    const { projectDir, summary } = write({ names: ["a"], holdOut: 0, shuffle: false });
    const text = (file: string) => readFileSync(join(projectDir, "chimera_train_data/a", file), "utf8");
    expect(text("X_train.csv").split("\n").slice(0, 3)).toEqual(["Id,x", "0,0.50", "1,1.50"]);
    expect(text("y_train.csv").split("\n").slice(0, 2)).toEqual(["Label", '"class, ""0"""']);
    expect(summary.holdOut).toBeNull();
    expect(readHoldOut(projectDir, "classifier")).toBeUndefined();
  });

  it("is the same for the same seed, and gives all workers one data set in mode same", () => {
    const shard = (project: string, name: string) =>
      readFileSync(join(project, "chimera_train_data", name, "X_train.csv"), "utf8");
    const [first, again, other] = [7, 7, 8].map((seed) => write({ seed, mode: "same" }).projectDir);
    expect(shard(first, "worker1")).toBe(shard(again, "worker1"));
    expect(shard(first, "worker1")).toBe(shard(first, "worker3"));
    expect(shard(first, "worker1")).not.toBe(shard(other, "worker1"));
  });

  it("shares the target's values out when stratified", () => {
    const { summary } = write({ names: ["a", "b"], stratify: true });
    const counts = summary.shards.map(({ folder }) => {
      const labels = loadDataset(folder, "classifier").y as string[];
      return labels.filter((label) => label.includes("1")).length;
    });
    expect(counts).toEqual([2, 2]);
  });

  it.each([[["a", "a"]], [["a", "A"]], [[]], [["../a"]], [["a b"]], [["a-"]]])(
    "refuses the names %j",
    (names) => {
      expect(() => write({ names })).toThrow(ParameterError);
    },
  );

  it("refuses a target that is no column, or the only one", () => {
    expect(faultOf(() => write({ target: "y" }))).toMatchObject({ line: 1, got: '"id", "label", "x"' });
    const projectDir = temporaryFolder({ "y.csv": "y\n1\n2\n" });
    const options = { csv: join(projectDir, "y.csv"), target: "y", projectDir, names: ["a"] };
    expect(faultOf(() => writeShards(options)).expected).toBe("features beside the target");
  });

  it("refuses more workers than rows", () => {
    const names = Array.from({ length: 11 }, (_, i) => `w${i}`);
    expect(() => write({ names })).toThrow(/^shards must be at most 8/u);
  });
});
