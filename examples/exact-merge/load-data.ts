import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeShards } from "chimera-distributed-ml";

// The file is sorted by class. Every fifth row goes to the end, where the hold-out is taken from; the others stay in order,
// so that worker1 sees hardly more than the first class, worker2 the second, worker3 the third.
const [header, ...rows] = readFileSync(join(import.meta.dirname, "../data/wine.csv"), "utf8")
  .trim()
  .split("\n");
const isHeldOut = (_: string, i: number) => i % 5 === 4;
const held = rows.filter(isHeldOut);
const sorted = [header, ...rows.filter((row, i) => !isHeldOut(row, i)), ...held];
const folder = join(import.meta.dirname, ".chimera");
mkdirSync(folder, { recursive: true });
const csv = join(folder, "wine_by_class.csv");
writeFileSync(csv, `${sorted.join("\n")}\n`);

const { shards, holdOut } = writeShards({
  csv,
  target: "target",
  projectDir: import.meta.dirname,
  names: ["worker1", "worker2", "worker3"],
  holdOut: held.length / rows.length,
  mode: "even",
  shuffle: false,
});

for (const { name, nRows } of shards) console.log(`${name}: ${nRows} rows to train on`);
console.log(`hold-out: ${holdOut?.nRows} rows that no worker sees`);
