import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cli } from "../cli.ts";
import { recordingServices } from "../testing/recording-services.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "chimera-split-"));
  mkdirSync(join(folder, "mine"));
  const rows = Array.from({ length: 10 }, (_, i) => `${i},${i % 2 === 0 ? "even" : "odd"}`);
  writeFileSync(join(folder, "data.csv"), ["x,class", ...rows].join("\n"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const base = "split --csv data.csv --target class --project mine";
async function run(line: string) {
  const services = recordingServices({ cwd: folder });
  return { ...services, exitCode: await cli(line.split(" "), services) };
}
const rowsOf = (path: string) =>
  readFileSync(join(folder, "mine", path), "utf8")
    .trimEnd()
    .split("\n")
    .slice(1);
const workers = () => readdirSync(join(folder, "mine/chimera_train_data")).sort();

describe("chimera split", () => {
  it("writes a shard for each numbered worker, and a hold-out", async () => {
    const { exitCode, printed } = await run(`${base} --workers 3`);
    expect(exitCode).toBe(0);
    expect(printed).toEqual([
      [
        "10 rows, 1 feature, target class",
        "chimera_train_data/worker1  3 rows",
        "chimera_train_data/worker2  3 rows",
        "chimera_train_data/worker3  2 rows",
        "chimera_test_data           2 rows",
      ].join("\n"),
    ]);
    const parts = [
      ...workers().map((name) => `chimera_train_data/${name}/X_train.csv`),
      "chimera_test_data/X_test.csv",
    ];
    expect(parts.flatMap(rowsOf).sort()).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
  });

  it("takes names, the same rows for all, and no hold-out", async () => {
    await run(`${base} --workers north,south --same --hold-out 0`);
    expect(workers()).toEqual(["north", "south"]);
    const [north, south] = workers().map((name) => rowsOf(`chimera_train_data/${name}/X_train.csv`));
    expect(north).toHaveLength(10);
    expect(south).toEqual(north);
  });

  it("repeats a split with the same seed", async () => {
    const shard = async (seed: number) => {
      await run(`${base} --workers 2 --seed ${seed}`);
      return rowsOf("chimera_train_data/worker1/X_train.csv");
    };
    const first = await shard(1);
    expect(await shard(2)).not.toEqual(first);
    expect(await shard(1)).toEqual(first);
  });

  it("warns of the hold-out of an earlier split", async () => {
    await run(`${base} --workers 2`);
    const { said } = await run(`${base} --workers 2 --hold-out 0`);
    expect(said).toEqual([
      expect.stringMatching(/chimera_test_data is of an earlier split, .*: remove it\.$/),
    ]);
  });

  it("warns of shards of an earlier split, and leaves them", async () => {
    await run(`${base} --workers 4`);
    expect((await run(`${base} --workers 4`)).said).toEqual([]);
    expect((await run(`${base} --workers 3`)).said).toEqual([
      "chimera_train_data/worker4 is not of this split, and it may hold rows of the new hold-out: " +
        "remove it, or give it no worker.",
    ]);
    mkdirSync(join(folder, "mine/chimera_train_data/notes"));
    expect((await run(`${base} --workers 2`)).said).toEqual([
      "chimera_train_data/worker3, chimera_train_data/worker4 are not of this split, and they may hold rows of " +
        "the new hold-out: remove them, or give them no worker.",
    ]);
    expect(workers()).toEqual(["notes", "worker1", "worker2", "worker3", "worker4"]);
  });

  it.each([
    ["split", /^--csv: expected a CSV file with features and target, got nothing; add --csv FILE\.$/],
    [
      `${base} --workers 0`,
      /^--workers: expected an integer from 1 to 1000, got "0"; give for example --workers 1\.$/,
    ],
    [`${base} --workers a,A`, /^--workers: expected a number, or different host names .*, got "a,A"; /],
    [`${base} --workers a,master`, /^--workers: expected a number, or different host names/],
    [`${base} --workers my_worker`, /^--workers: expected a number, or different host names/],
    [`${base} --workers 2 --hold-out 20%`, /^--hold-out: expected a share of the rows, .*, got "20%"; /],
    [`${base} --workers 2 --seed x`, /^--seed: expected an integer from 0 to 4294967295, got "x"; /],
    [
      `${base} --workers 20`,
      /^shards must be at most 8, the number of rows outside of the hold-out, got 20\.$/,
    ],
    [
      "split --csv data.csv --target y --project mine --workers 2",
      /data\.csv, line 1: expected a column "y", got "x", "class"\. /,
    ],
    [
      "split --csv data.csv --target class --project his --workers 2",
      /^--project: expected a folder, got "his"/,
    ],
  ])("refuses %s", async (line, message) => {
    const { exitCode, said } = await run(line);
    expect(exitCode).toBe(1);
    expect(said).toEqual([expect.stringMatching(message)]);
    expect(readdirSync(join(folder, "mine"))).toEqual([]);
  });
});
