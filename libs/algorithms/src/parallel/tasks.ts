import { growTrees } from "../forest/grow-forest.ts";
import { blockProduct } from "../kernels/blocked-gemm.ts";
import { nearestOfBlock } from "../neighbors/nearest-rows.ts";
import type { ParallelTask } from "./task-pool.ts";

/** All tasks by name: what a thread can be asked for. */
export const PARALLEL_TASKS: Readonly<Record<string, ParallelTask<never, never, unknown>>> =
  Object.fromEntries([growTrees, nearestOfBlock, blockProduct].map((task) => [task.name, task]));
