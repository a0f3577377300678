import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeShards } from "chimera-distributed-ml";

// The data has no holes, so this makes some: every tenth cell of the features, on diagonals through the table.
const [header, ...rows] = readFileSync(join(import.meta.dirname, "../data/wine.csv"), "utf8")
  .trim()
  .split("\n");
const holed = rows.map((row, i) => {
  const cells = row.split(",");
  const target = cells.length - 1;
  return cells.map((cell, j) => (j < target && (7 * i + 3 * j) % 10 === 0 ? "" : cell)).join(",");
});
const folder = join(import.meta.dirname, ".chimera");
mkdirSync(folder, { recursive: true });
const csv = join(folder, "wine_with_holes.csv");
writeFileSync(csv, `${[header, ...holed].join("\n")}\n`);

// Three workers, three different thirds of the training rows; the hold-out has holes too.
const { shards, holdOut } = writeShards({
  csv,
  target: "target",
  projectDir: import.meta.dirname,
  names: ["worker1", "worker2", "worker3"],
  holdOut: 0.2,
  mode: "even",
  stratify: true,
  seed: 1,
});

for (const { name, nRows } of shards) console.log(`${name}: ${nRows} rows to train on`);
console.log(`hold-out: ${holdOut?.nRows} rows that no worker sees`);
