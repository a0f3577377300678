import { join } from "node:path";
import { writeShards } from "chimera-distributed-ml";

// "same": every worker gets all training rows. The hold-out stays apart, as ever.
const { shards, holdOut } = writeShards({
  csv: join(import.meta.dirname, "../data/breast_cancer.csv"),
  target: "target",
  projectDir: import.meta.dirname,
  names: ["worker1", "worker2", "worker3"],
  holdOut: 0.2,
  mode: "same",
  // Both classes have their share of the hold-out.
  stratify: true,
  seed: 1,
});

for (const { name, nRows } of shards) console.log(`${name}: ${nRows} rows to train on`);
console.log(`hold-out: ${holdOut?.nRows} rows that no worker sees`);
