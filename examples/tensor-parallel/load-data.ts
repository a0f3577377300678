import { join } from "node:path";
import { writeShards } from "chimera-distributed-ml";

// "same": every worker gets a copy of all training rows, since each of them computes with all columns.
const { shards, holdOut } = writeShards({
  csv: join(import.meta.dirname, "../data/digits.csv"),
  target: "target",
  projectDir: import.meta.dirname,
  names: ["worker1", "worker2"],
  holdOut: 0.25,
  mode: "same",
  // Every digit has its share of the hold-out.
  stratify: true,
  seed: 1,
});

for (const { name, nRows } of shards) console.log(`${name}: ${nRows} rows to train on`);
console.log(`hold-out: ${holdOut?.nRows} rows that no worker sees`);
