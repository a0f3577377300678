export { serialPool, taskPool, useTaskPool, type ParallelTask, type TaskPool } from "./task-pool.ts";
export { PARALLEL_TASKS } from "./tasks.ts";
