export { requirePair } from "./pairs.ts";
export { putShard, shardOf } from "./shards.ts";
export { TensorParallelNetwork } from "./tensor-parallel-network.ts";
