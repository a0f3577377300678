export { requirePair, segmentsOf, type Segment } from "./pairs.ts";
export { putShard, shardOf } from "./shards.ts";
export { TensorParallelNetwork, type TensorParallelOptions } from "./tensor-parallel-network.ts";
