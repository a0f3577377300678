import { join } from "node:path";
import { writeShards } from "chimera-distributed-ml";

// "same": every worker gets all training rows. The species are text, and stay text in the predictions.
const { shards, holdOut } = writeShards({
  csv: join(import.meta.dirname, "../data/iris.csv"),
  target: "species",
  projectDir: import.meta.dirname,
  names: ["worker1", "worker2", "worker3"],
  holdOut: 0.2,
  mode: "same",
  // Every species has its share of the hold-out, which is small: 30 flowers.
  stratify: true,
  seed: 1,
});

for (const { name, nRows } of shards) console.log(`${name}: ${nRows} rows to train on`);
console.log(`hold-out: ${holdOut?.nRows} rows that no worker sees`);
