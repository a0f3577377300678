import { join } from "node:path";
import { writeShards } from "chimera-distributed-ml";

// The same rows as in examples/sgd-regression: what differs is the loss.
const { shards, holdOut } = writeShards({
  csv: join(import.meta.dirname, "../data/diabetes.csv"),
  target: "target",
  projectDir: import.meta.dirname,
  names: ["worker1", "worker2", "worker3"],
  holdOut: 0.2,
  mode: "even",
  seed: 1,
});

for (const { name, nRows } of shards) console.log(`${name}: ${nRows} rows to train on`);
console.log(`hold-out: ${holdOut?.nRows} rows that no worker sees`);
